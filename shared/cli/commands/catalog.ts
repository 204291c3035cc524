import { spokenOf } from '../../contract/spoken-of.ts';
import type { Command } from 'commander';
import { readCatalog } from '../../formats/wire/read-catalog.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { ofNewer } from '../cli-failure.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { sayNewer } from '../say-newer.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export function addCatalog(program: Command, terminal: Terminal): void {
  program
    .command('catalog')
    .description('what can be asked for, and what policy says to you')
    .option('--json', 'as one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const read = readCatalog(await asMember(terminal, ({ api }) => api.catalog.list.query()));
      if (read.kind === 'unknown') throw ofNewer('The catalogue');
      const { newer, ...catalog } = read.value;
      sayNewer(terminal, newer, 'entitlement');
      if (json) return printJson(terminal, catalog);
      const { problem } = catalog;
      if (problem !== undefined) terminal.note(`${visibleText(terminal.words.spoken(problem))}\n`);
      if (catalog.items.length === 0 && (problem !== undefined || newer > 0)) return;
      if (catalog.items.length === 0)
        return terminal.note('The catalog is empty. Owners fill it with: latchkey publish DIR\n');
      terminal.out(
        table(
          ['entitlement', 'title', 'access'],
          catalog.items.map((item) => [item.id, item.title, terminal.words.spoken(spokenOf(item))]),
        ),
      );
    });
}
