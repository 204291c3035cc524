import type { Command } from 'commander';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { visibleText } from '../../lib/visible-text.ts';
import { loadConformanceTarget } from '../../providers/conformance/load-conformance-target.ts';
import { runConformance, type ConformanceResult } from '../../providers/conformance/run-conformance.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { createSecretsSource } from '../../system/secrets-source.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';
import type { Words } from '../../words/words.ts';

export function addProvider(program: Command, terminal: Terminal): void {
  const { provider: words, common } = terminal.words.cli;
  program
    .command('provider')
    .description(words.what)
    .command('test')
    .description(words.test)
    .argument('<dir>', words.dir)
    .option('--json', common.json)
    .action(async (dir: string, { json }: { json?: boolean }) => {
      const { environment, clock } = terminal;
      const secrets = createSecretsSource(latchkeyHome(environment), environment);
      const loaded = await loadConformanceTarget(dir, secrets);
      if (!loaded.ok) throw wrongUsage(loaded.error);
      const dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-provider-'));
      try {
        const world = { clock, environment, dataFolder };
        const results = await runConformance(
          { ...loaded.value, world },
          (result) => json || terminal.out(line(result, terminal.words)),
        );
        if (json)
          printJson(
            terminal,
            results.map((result) => described(result, terminal.words)),
          );
        const failed = results.filter(({ ok }) => !ok).length;
        if (failed > 0)
          throw new CliFailure(EXIT.refused, words.failed({ failed, of: results.length }), 'notConforming');
      } finally {
        await rm(dataFolder, { recursive: true, force: true });
      }
    });
}

const line = (result: ConformanceResult, words: Words): string => {
  const { ok, name, message, tookMs } = described(result, words);
  return `${ok ? '✓' : '✗'} ${visibleText(name)} (${Math.round(tookMs)} ms)${ok ? '' : `\n    ${visibleText(message, 'keep')}`}\n`;
};

const described = ({ name, ok, message, tookMs }: ConformanceResult, { tell }: Words) => ({
  ...{ check: name.code, name: tell(name), ok },
  ...{ message: message === null ? '' : tell(message), tookMs },
});
