import type { Instant } from '../domain/time.ts';
import { instant } from '../domain/time.ts';
import type { Journal } from '../ports/journal.ts';
import { applyRecord, type GrantEntry } from './grant-entry.ts';
import type { GrantRecord, JournalRecord } from './journal-record.ts';

/** Rewriting the journal is worth it when this many records are of grants that are done. */
const COMPACT_AFTER_RECORDS = 2_000;
/** So much does a runner hold at a time, in characters of its journal: what the service says makes it no larger. */
const MOST_HELD = 64_000_000;
/** A record in memory is so much more than its text. */
const RECORD_SIZE = 1_000;

interface Held {
  entry: GrantEntry;
  records: GrantRecord[];
  size: number;
}

/**
 * The grants in a runner's hands: the journal, folded.
 *
 * 1. What `entries` shows is durable: memory changes after the journal, never before.
 * 2. A grant stays until `done` is written, and nothing else takes it out.
 * 3. Where there is no room nothing more is taken; what is there already is always ended.
 */
export class GrantBook {
  private readonly journal: Journal<JournalRecord>;
  private readonly byId = new Map<string, Held>();
  private readonly doneListeners: ((grantId: string) => void)[] = [];
  private held = 0;
  private coming = 0;
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
    this.held = 0;
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

  /** Whether more can be taken from the service. */
  hasRoom(): boolean {
    return this.held + this.coming < MOST_HELD;
  }

  /** Tells of each grant that is out of this runner's hands: what is remembered beside it can be forgotten. */
  onDone(listener: (grantId: string) => void): void {
    this.doneListeners.push(listener);
  }

  /** The latest instant that any record tells of. */
  highWaterMark(): Instant {
    return instant(this.newestAt);
  }

  /** Makes a record durable, then folds it in. */
  async record(record: JournalRecord): Promise<void> {
    while (this.compacting) await this.compacting;
    const size = record.type === 'clock' ? 0 : sizeOf(record);
    this.coming += size;
    this.appending += 1;
    try {
      await this.journal.append(record);
      this.apply(record);
    } finally {
      this.coming -= size;
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
    this.held -= held?.size ?? 0;
    if (entry === null) {
      this.byId.delete(record.grantId);
      this.staleRecords += 1 + (held?.records.length ?? 0);
      for (const tell of this.doneListeners) tell(record.grantId);
      return;
    }
    const records = worthKeeping(held?.records ?? [], record);
    this.staleRecords += 1 + (held?.records.length ?? 0) - records.length;
    const size = records.reduce((sum, each) => sum + sizeOf(each), 0);
    this.byId.set(record.grantId, { entry, records, size });
    this.held += size;
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

/** Of the same record twice it is worked out once. */
const sizes = new WeakMap<GrantRecord, number>();
function sizeOf(record: GrantRecord): number {
  const size = sizes.get(record) ?? JSON.stringify(record).length + RECORD_SIZE;
  sizes.set(record, size);
  return size;
}

/**
 * A grant's records with one more: only the last failed attempt counts, of orders to revoke the first and the last, and
 * sealed credentials go when they are delivered.
 */
function worthKeeping(records: readonly GrantRecord[], next: GrantRecord): GrantRecord[] {
  if (next.type === 'revokeIntent') return withOrder(records, next);
  const kept =
    next.type === 'attemptFailed' ? records.filter((each) => each.type !== 'attemptFailed') : records;
  const delivered = next.type === 'grantReported';
  return [
    ...kept.map((each) => (delivered && each.type === 'granted' ? { ...each, sealed: [] } : each)),
    next,
  ];
}

/** The first order says why it ends, the last one with a job how its target is reached: others say nothing. */
function withOrder(
  records: readonly GrantRecord[],
  next: Extract<GrantRecord, { type: 'revokeIntent' }>,
): GrantRecord[] {
  const first = records.find(({ type }) => type === 'revokeIntent');
  if (!first) return [...records, next];
  if (!next.job) return [...records];
  return [...records.filter((each) => each.type !== 'revokeIntent' || each === first), next];
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
