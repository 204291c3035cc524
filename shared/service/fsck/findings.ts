import type { Told } from '../../words/told.ts';

/** One thing that is not as the log says. */
export interface Finding {
  /** The log itself is what everything else is measured by: it cannot be made anew. */
  readonly isOfLog: boolean;
  readonly table: string;
  /** The row, as a person would look for it. */
  readonly key: string;
  /** What is wrong, as a sentence goes on after the row. */
  readonly problem: Told;
}

/** So many are listed: the rest are counted. */
const MOST_LISTED = 1_000;

/** What was found, and how much more of it there is than is listed. */
export class Findings {
  readonly list: Finding[] = [];
  /** Where something was found. */
  readonly tables = new Set<string>();
  count = 0;
  ofLog = 0;

  add(finding: Finding): void {
    this.count += 1;
    this.tables.add(finding.table);
    if (finding.isOfLog) this.ofLog += 1;
    if (this.list.length < MOST_LISTED) this.list.push(finding);
  }

  log(key: string, problem: Told): void {
    this.add({ isOfLog: true, table: 'entry', key, problem });
  }

  row(table: string, key: string, problem: Told): void {
    this.add({ isOfLog: false, table, key, problem });
  }
}
