import type { LogRecord, OtherEntry } from '../../domain/entry.ts';
import { streamNamed } from '../../domain/streams.ts';
import type { Findings } from './findings.ts';
import type { StreamAt } from '../commit/load-streams.ts';
import { noOtherRows, projectOther, type OtherRows } from '../commit/project-other.ts';
import { told } from '../../words/told.ts';

/**
 * Every stream outside of requests, folded as its entries come by, and the rows that follow: as the service does it, so that a
 * difference is one of the tables.
 */
export class OtherFolds {
  readonly #streams = new Map<string, StreamAt>();
  readonly #written = noOtherRows();

  readonly #findings: Pick<Findings, 'log'>;

  constructor(findings: Pick<Findings, 'log'>) {
    this.#findings = findings;
  }

  addEntry(record: LogRecord & { readonly entry: OtherEntry }): void {
    try {
      this.#add(record);
    } catch {
      this.#findings.log(String(record.seq), told('entryNotFollowing', { stream: record.stream }));
    }
  }

  #add(record: LogRecord & { readonly entry: OtherEntry }): void {
    const state = this.#fold(record);
    if (state !== undefined) projectOther(this.#written, record, state);
  }

  /** What the stream comes to; undefined when it does not: an entry before this one is missing. */
  #fold({ stream: name, version, entry, at }: LogRecord): unknown {
    const stream = streamNamed(name);
    const before = this.#streams.get(name) ?? { version: 0, state: undefined };
    if (!stream || version !== before.version + 1) return undefined;
    const state = stream.isOwn(entry) ? stream.evolve(before.state, entry as never, at) : before.state;
    this.#streams.set(name, { version, state });
    return state;
  }

  /** What is there once all of it was read. */
  finish(): OtherRows {
    const { devices, renamedDevices, removedDevices } = this.#written;
    const gone = new Set(removedDevices);
    const there = devices.filter(({ deviceId }) => !gone.has(deviceId));
    const named = there.map((each) => ({ ...each, name: renamedDevices.get(each.deviceId) ?? each.name }));
    return { ...this.#written, devices: named };
  }
}
