import type { Instant } from '../domain/time.ts';
import { instant } from '../domain/time.ts';
import type { Journal } from '../ports/journal.ts';
import { applyRecord, type GrantEntry } from './grant-entry.ts';
import type { GrantRecord, JournalRecord } from './journal-record.ts';

/** Rewriting the journal is worth it when this many records are of grants that are done. */
const COMPACT_AFTER_RECORDS = 2_000;

/**
 * The grants in a runner's hands: the journal, folded.
 *
 * 1. What `entries` shows is durable: memory changes after the journal, never before.
 * 2. A grant stays until `done` is written, and nothing else takes it out.
 */
export class GrantBook {
  private readonly journal: Journal<JournalRecord>;
  private readonly byId = new Map<string, { entry: GrantEntry; records: GrantRecord[] }>();
  private staleRecords = 0;
  private newestAt = 0;
  private appending = 0;
  private compacting: Promise<void> | null = null;
  private whenIdle: (() => void) | null = null;

  constructor(journal: Journal<JournalRecord>) {
    this.journal = journal;
  }

  /** Reads the journal. Returns what is to be said about it. */
  async open(): Promise<readonly string[]> {
    const { records, messages } = await this.journal.open();
    this.byId.clear();
    this.newestAt = 0;
    for (const record of records) this.apply(record);
    return [...messages, ...(await this.tryToCompact())];
  }

  entries(): Iterable<GrantEntry> {
    return Array.from(this.byId.values(), (each) => each.entry);
  }

  get(grantId: string): GrantEntry | undefined {
    return this.byId.get(grantId)?.entry;
  }

  get size(): number {
    return this.byId.size;
  }

  /** The latest instant that any record tells of. */
  highWaterMark(): Instant {
    return instant(this.newestAt);
  }

  /** Makes a record durable, then folds it in. */
  async record(record: JournalRecord): Promise<void> {
    while (this.compacting) await this.compacting;
    this.appending += 1;
    try {
      await this.journal.append(record);
      this.apply(record);
    } finally {
      this.appending -= 1;
      if (this.appending === 0) this.whenIdle?.();
    }
    if (this.staleRecords <= COMPACT_AFTER_RECORDS + this.byId.size * 4) return;
    this.compacting ??= this.tryToCompact()
      .then(() => undefined)
      .finally(() => (this.compacting = null));
    await this.compacting;
  }

  /**
   * Forgets a mark that is ahead of the clock, because a person said that the clock is right now. Access that was granted by
   * the wrong clock ends at once: nobody agreed to the deadline that it has by this one.
   */
  async acceptClock(now: Instant): Promise<void> {
    this.newestAt = now;
    for (const held of this.byId.values()) {
      held.records = held.records.map((each) => notAfter(each, now));
      held.entry = held.records.reduce<GrantEntry | null>(applyRecord, null) ?? held.entry;
    }
    await this.compact();
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private apply(record: JournalRecord): void {
    this.newestAt = Math.max(this.newestAt, record.at);
    if (record.type === 'clock') {
      this.staleRecords += 1;
      return;
    }
    const held = this.byId.get(record.grantId);
    const entry = applyRecord(held?.entry ?? null, record);
    if (entry === null) {
      this.byId.delete(record.grantId);
      this.staleRecords += 1 + (held?.records.length ?? 0);
    } else if (held) {
      held.entry = entry;
      held.records = worthKeeping(held.records, record);
    } else {
      this.byId.set(record.grantId, { entry, records: [record] });
    }
  }

  /** A journal that cannot be rewritten, for example on a full disk, is as good as before, only longer. */
  private async tryToCompact(): Promise<readonly string[]> {
    try {
      await this.compact();
      return [];
    } catch (fault) {
      const reason = fault instanceof Error ? fault.message : String(fault);
      return [`The runner's journal could not be rewritten (${reason}). It is used as it is.`];
    }
  }

  /** Waits until nothing is on its way to the journal: what is written but not folded yet would be lost. */
  private async compact(): Promise<void> {
    if (this.appending > 0) await new Promise<void>((resolve) => (this.whenIdle = resolve));
    this.whenIdle = null;
    // Also when it fails: it is tried again after as many records more, not with each of them.
    this.staleRecords = 0;
    const live = Array.from(this.byId.values(), (each) => each.records).flat();
    await this.journal.replaceAll([...live, { type: 'clock', at: this.highWaterMark() }]);
  }
}

/** A grant's records with one more: only the last failed attempt counts, and sealed credentials go when they are delivered. */
function worthKeeping(records: readonly GrantRecord[], next: GrantRecord): GrantRecord[] {
  const kept =
    next.type === 'attemptFailed' ? records.filter((each) => each.type !== 'attemptFailed') : records;
  const delivered = next.type === 'grantReported';
  return [
    ...kept.map((each) => (delivered && each.type === 'granted' ? { ...each, sealed: [] } : each)),
    next,
  ];
}

/** The record with no time in it that has not come yet. */
function notAfter(record: GrantRecord, now: Instant): GrantRecord {
  const past = (at: Instant): Instant => instant(Math.min(at, now));
  const at = past(record.at);
  if (record.type === 'granted' && record.startsAt > now)
    return { ...record, at, startsAt: now, expiresAt: now };
  if (record.type === 'revokeIntent') return { ...record, at, dueAt: past(record.dueAt) };
  if (record.type === 'revoked') return { ...record, at, verifiedAt: past(record.verifiedAt) };
  return { ...record, at };
}
