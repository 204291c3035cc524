import type { Command } from 'commander';
import { spokenOf } from '../../contract/spoken-of.ts';
import { readCatalog } from '../../formats/wire/read-catalog.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { ofNewer } from '../cli-failure.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { sayNewer } from '../say-newer.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export function addCatalog(program: Command, terminal: Terminal): void {
  const { words } = terminal;
  const { catalog: own, common } = words.cli;
  program
    .command('catalog')
    .description(own.what)
    .option('--json', common.json)
    .action(async ({ json }: { json?: boolean }) => {
      const read = readCatalog(await asMember(terminal, ({ api }) => api.catalog.list.query()));
      if (read.kind === 'unknown') throw ofNewer(({ cli }) => cli.newer.catalog);
      const { newer, ...catalog } = read.value;
      sayNewer(terminal, newer, 'entitlement');
      if (json) return printJson(terminal, catalog);
      const { problem } = catalog;
      if (problem !== undefined) terminal.note(`${visibleText(words.spoken(problem))}\n`);
      if (catalog.items.length === 0 && (problem !== undefined || newer > 0)) return;
      if (catalog.items.length === 0) return terminal.note(`${own.empty}\n`);
      terminal.out(
        table(
          [own.headEntitlement, own.headTitle, own.headAccess],
          catalog.items.map((item) => [item.id, item.title, words.spoken(spokenOf(item))]),
        ),
      );
    });
}
