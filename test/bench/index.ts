import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toRow, type Figure, type Row } from './figure.ts';
import { figures } from './figures.ts';
import { hosts } from './hosts.ts';
import { printRows } from './print-rows.ts';

// `npm run bench [-- --only NAME] [--json FILE]`: each figure beside its limit. Exits with 1 when a figure that was
// taken misses its target; one that cannot be taken here says why and fails nothing.

const { values: options } = parseArgs({
  options: { host: { type: 'string' }, only: { type: 'string', multiple: true }, json: { type: 'string' } },
});

if (options.host !== undefined) hosts[options.host]?.();
else await bench();

async function bench(): Promise<never> {
  const chosen = options.only ? figures.filter(({ name }) => options.only?.includes(name)) : figures;
  if (chosen.length === 0) {
    process.stderr.write(`There is no such figure. Figures: ${figures.map(({ name }) => name).join(', ')}\n`);
    process.exit(2);
  }

  const rows: Row[] = [];
  for (const figure of chosen) rows.push(await take(figure));
  printRows(chosen, rows);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  process.exit(rows.some(({ ok }) => ok === false) ? 1 : 0);
}

async function take(figure: Figure): Promise<Row> {
  const folder = await mkdtemp(join(tmpdir(), `latchkey-bench-${figure.name}-`));
  const say = (line: string) => process.stderr.write(`  ${line}\n`);
  process.stderr.write(`${figure.title} …\n`);
  try {
    return toRow(figure, await figure.measure({ folder, say }));
  } catch (error) {
    // A figure that cannot be taken on a machine says so itself; this is a fault of the bench or of the product.
    const why = error instanceof Error ? error.message : String(error);
    return { ...toRow(figure, { kind: 'cannot', why }), ok: false };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
