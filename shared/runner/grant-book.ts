import type { Instant } from '../lib/time.ts';
import { instant } from '../lib/time.ts';
import type { Journal } from '../ports/journal.ts';
import type { GrantRecord, JournalRecord } from '../formats/journal/journal-format.ts';
import type { JournalLine, UnknownLine } from '../formats/journal/journal-line.ts';
import { applyLine, type GrantEntry, type GrantLine } from './grant-entry.ts';

/** Rewriting the journal is worth it when this many records are of grants that are done. */
const COMPACT_AFTER_RECORDS = 2_000;
/** So much does a runner hold at a time, in characters of its journal: what the service says makes it no larger. */
const MOST_HELD = 64_000_000;
/** A record in memory is so much more than its text. */
const RECORD_SIZE = 1_000;

/** `entry`: null where nothing is to be done, or where lines that are not known do not say what. */
interface Held {
  entry: GrantEntry | null;
  lines: GrantLine[];
  size: number;
}

/** A grant of which only a newer Latchkey knows what was granted: somebody has to look at its target. */
export interface UnclearGrant {
  readonly grantId: string;
  /** Its provider and its entitlement, as far as they can be read. */
  readonly hint: string;
}

/**
 * The grants in a runner's hands: the journal, folded.
 *
 * 1. What `entries` shows is durable: memory changes after the journal, never before.
 * 2. A grant stays until `done` is written, and nothing else takes it out.
 * 3. Where there is no room nothing more is taken; what is there already is always ended.
 * 4. A line that this Latchkey does not know ends what it is about, and stays in the journal as it is, for one that does.
 */
export class GrantBook {
  private readonly journal: Journal<JournalLine>;
  private readonly byId = new Map<string, Held>();
  /** Not known, and about no grant. */
  private strays: UnknownLine[] = [];
  private readonly doneListeners: ((grantId: string) => void)[] = [];
  private held = 0;
  private coming = 0;
  private staleRecords = 0;
  private newestAt = 0;
  private readAt = instant(0);
  private unknown = 0;
  private appending = 0;
  private compacting: Promise<void> | null = null;
  private whenIdle: (() => void) | null = null;

  constructor(journal: Journal<JournalLine>) {
    this.journal = journal;
  }

  /** Reads the journal. What was ended by a line that is not known was due `now`. Returns what is to be said about it. */
  async open(now: Instant): Promise<readonly string[]> {
    const { records, messages } = await this.journal.open();
    this.byId.clear();
    this.strays = [];
    this.held = 0;
    this.newestAt = 0;
    this.readAt = now;
    this.unknown = records.filter(({ type }) => type === 'unknown').length;
    for (const record of records) this.apply(record);
    return [...messages, ...(await this.tryToCompact())];
  }

  entries(): Iterable<GrantEntry> {
    return Array.from(this.byId.values()).flatMap(({ entry }) => entry ?? []);
  }

  get(grantId: string): GrantEntry | undefined {
    return this.byId.get(grantId)?.entry ?? undefined;
  }

  get size(): number {
    return Array.from(this.entries()).length;
  }

  /** How many lines of the journal are not known to this Latchkey. */
  get unknownLines(): number {
    return this.unknown;
  }

  /** Grants that this Latchkey cannot end: lines that are not known name them, and do not say what they gave. */
  unclear(): readonly UnclearGrant[] {
    const open = Array.from(this.byId).filter(([, { entry, lines }]) => !entry && !isDone(lines));
    return open.map(([grantId, { lines }]) => ({ grantId, hint: hintOf(lines) }));
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
      held.lines = held.lines.map((each) => (isUnknown(each) ? each : notAfter(each, now)));
      held.entry = held.lines.reduce<GrantEntry | null>((entry, each) => applyLine(entry, each, now), null);
    }
    await this.compact();
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private apply(line: JournalLine): void {
    if (line.type !== 'unknown') this.newestAt = Math.max(this.newestAt, line.at);
    if (line.type === 'clock') this.staleRecords += 1;
    else if (line.grantId !== null) this.applyTo(line.grantId, line);
    else if (line.type === 'unknown') this.strays.push(line);
  }

  private applyTo(grantId: string, line: GrantLine): void {
    const held = this.byId.get(grantId);
    const entry = applyLine(held?.entry ?? null, line, this.readAt);
    const lines = entry ? worthKeeping(held?.lines ?? [], line) : withoutEntry(held?.lines ?? [], line);
    this.held -= held?.size ?? 0;
    this.staleRecords += 1 + (held?.lines.length ?? 0) - lines.length;
    if (lines.length === 0) this.byId.delete(grantId);
    else {
      const size = lines.reduce((sum, each) => sum + sizeOf(each), 0);
      this.byId.set(grantId, { entry, lines, size });
      this.held += size;
    }
    if (entry === null) for (const tell of this.doneListeners) tell(grantId);
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
    const live = Array.from(this.byId.values(), (each) => each.lines).flat();
    await this.journal.replaceAll([...this.strays, ...live, { type: 'clock', at: this.highWaterMark() }]);
  }
}

/** Of the same record twice it is worked out once. */
const sizes = new WeakMap<GrantLine, number>();
function sizeOf(record: GrantLine): number {
  const size = sizes.get(record) ?? JSON.stringify(record).length + RECORD_SIZE;
  sizes.set(record, size);
  return size;
}

const isUnknown = (line: GrantLine): line is UnknownLine => line.type === 'unknown';

const isDone = (lines: readonly GrantLine[]): boolean => lines.at(-1)?.type === 'done';

const hintOf = (lines: readonly GrantLine[]): string =>
  lines.filter(isUnknown).find((each) => each.hint)?.hint ?? '';

/**
 * What stays of a grant of which nothing is known any more, or not enough: what only a newer Latchkey can read, with the
 * word that it is done, lest the next start ends it again.
 */
function withoutEntry(lines: readonly GrantLine[], next: GrantLine): GrantLine[] {
  const all = [...lines, next];
  if (!all.some(isUnknown)) return [];
  if (next.type === 'done') return [...all.filter(isUnknown), next];
  return isDone(lines) && !isUnknown(next) ? [...lines] : all;
}

/**
 * A grant's records with one more: only the last failed attempt counts, of orders to revoke the first and the last, and
 * sealed credentials go when they are delivered.
 */
function worthKeeping(records: readonly GrantLine[], next: GrantLine): GrantLine[] {
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
  records: readonly GrantLine[],
  next: Extract<GrantLine, { type: 'revokeIntent' }>,
): GrantLine[] {
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
