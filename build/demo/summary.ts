import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { FIGURES, type Figures } from './figures.ts';
import type { Picture } from './narrator.ts';
import type { OfflineHistory } from './read-history-offline.ts';

/** What is kept of a demo, as `summary.json`. */
export interface Summary {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly tookMs: number;
  readonly duration: string;
  readonly requestId: string;
  readonly figures: Figures;
  readonly history: OfflineHistory;
  readonly pictures: readonly Picture[];
}

/** Keeps `summary.json`, and `summary.md` for people. */
export async function writeSummary(folder: string, summary: Summary): Promise<void> {
  const machine = { processors: availableParallelism(), load: loadavg()[0] };
  await writeFile(join(folder, 'summary.json'), `${JSON.stringify({ ...summary, machine }, null, 2)}\n`);
  await writeFile(join(folder, 'summary.md'), asMarkdown(summary));
}

/** The table at the end: what was measured, in words and in units that people read. */
export function summaryRows({ figures, history }: Summary): readonly (readonly [string, string])[] {
  return [
    ...FIGURES.map(([key, title]) => [title, inWords(figures[key])] as const),
    ['history, with the service stopped', historyInWords(history)],
  ];
}

function historyInWords({ verified, entries }: OfflineHistory): string {
  return verified ? `verified, ${entries} entries` : 'NOT verified';
}

function inWords(ms: number): string {
  return Math.abs(ms) < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function asMarkdown(summary: Summary): string {
  const rows = summaryRows(summary).map(([title, value]) => `| ${title.trim()} | ${value} |`);
  const how = FIGURES.map(([, title, between]) => `- **${title.trim()}**: ${between}`);
  const pictures = summary.pictures.map(({ file, caption }) => `### ${caption}\n\n![${caption}](${file})\n`);
  return `# Latchkey, the guided demo

${summary.startedAt}, ${inWords(summary.tookMs)}. Access for ${summary.duration}, request \`${summary.requestId}\`.

| what | measured |
|---|---|
${rows.join('\n')}

How it was measured, on one machine with one clock:

${how.join('\n')}

## Pictures

${pictures.join('\n')}`;
}
