import { isUnreachable } from '../client/is-unreachable.ts';
import { saidAway } from '../client/why-away.ts';
import { listEvery } from '../client/list-every.ts';
import { refusalOf } from '../client/refusal-of.ts';
import { reviewOf } from '../client/review-of.ts';
import { remindersIn } from '../domain/request/reminders.ts';
import type { Decision, RequestState } from '../domain/request/request.ts';
import { coalesce } from '../lib/coalesce.ts';
import { visibleText } from '../lib/visible-text.ts';
import type { DesktopNotice } from '../system/desktop-notice.ts';
import { nodeNotify } from '../system/node-notify.ts';
import { requestInFull, whatAndWho, whatText } from './describe-request.ts';
import { forkNotify } from './fork-notify.ts';
import type { MemberSession } from './member-session.ts';
import { sayFault } from './say-fault.ts';
import { shortId } from './short-id.ts';
import type { Terminal } from './terminal.ts';
import { whatItSaid } from './what-it-said.ts';
import type { Spoken } from '../words/told.ts';
import type { Words } from '../words/words.ts';

/** After a request was shown in full, keys count for nothing so long: they were meant for what stood there before. */
const LOOK_FIRST_MS = 1_000;

/** So much is said after a line was typed. */
const MOST_HELD_BACK = 1_000;

/**
 * What waits for this person, read again whenever something happened.
 *
 * Invariants where there are keys to answer with:
 * 1. One request is in front: the last one that was shown in full, and the only one that keys answer. It stays until it is
 *    answered or gone, and so does what is on the screen: others only say that they wait, and the last line names the one in front.
 * 2. A key counts only for what has been shown for `LOOK_FIRST_MS`.
 * 3. Nothing is written while a line is being typed.
 */
export class WatchedInbox {
  readonly #terminal: Terminal;
  readonly #session: MemberSession;
  readonly #notify: boolean;
  #waiting: readonly RequestState[] = [];
  /** How many reminders of each were told, by request. */
  #told = new Map<string, number>();
  /** How many a newer Latchkey made, as it was said last. */
  #newer = 0;
  /** However often something happens, one reading follows the one that is going on. */
  readonly #readSoon = coalesce(() => this.#read().catch((error: unknown) => this.#complain(error)));
  #current: RequestState | undefined;
  /** That there are no desktop notifications here. */
  #hasSaid = false;
  /** When the one in front was shown, on the monotonic clock. */
  #shownAtMs = 0;
  /** What is to be said when the line that is being typed has ended; null while none is. */
  #heldBack: (() => void)[] | null = null;
  /** What was read last meanwhile. */
  #readMeanwhile: readonly RequestState[] | null = null;

  constructor(terminal: Terminal, session: MemberSession, notify: boolean) {
    this.#terminal = terminal;
    this.#session = session;
    this.#notify = notify;
  }

  get #own(): Words['cli']['watch'] {
    return this.#terminal.words.cli.watch;
  }

  /** The one that `a` and `d` answer; undefined while the person cannot have seen yet which one that is. */
  current(): RequestState | undefined {
    if (!this.#current) return undefined;
    if (this.#terminal.clock.monotonicMs() - this.#shownAtMs >= LOOK_FIRST_MS) return this.#current;
    this.say(`${this.#own.tooSoon({ which: whichOne(this.#terminal.words, this.#current) })}\n`);
    return undefined;
  }

  readAgain(): void {
    void this.#readSoon();
  }

  say(text: string): void {
    this.#show(() => this.#terminal.note(text));
  }

  /** Something that is no request: in the terminal in full, and as a notification where there are any. */
  tell(text: Spoken): void {
    this.#saySpoken(text);
    this.#notifyOf({ kind: 'news', count: 1 });
  }

  /** Runs `type`, in which a person writes a line, and says afterwards what was to be said meanwhile. */
  async quietly<T>(type: () => Promise<T>): Promise<T> {
    this.#heldBack = [];
    try {
      return await type();
    } finally {
      const heldBack = this.#heldBack;
      this.#heldBack = null;
      for (const show of heldBack) show();
      const waiting = this.#readMeanwhile;
      this.#readMeanwhile = null;
      if (waiting) this.#take(waiting);
    }
  }

  /** The person thought better of it. */
  leaveOpen(): void {
    this.say(`${this.#own.leftOpen}\n`);
    if (this.#current) this.say(`${whichOne(this.#terminal.words, this.#current)}\n`);
  }

  async answer(request: RequestState, decision: Decision, comment: string): Promise<void> {
    const given = reviewOf(request, { decision, comment });
    if (!given.ok) return this.#saySpoken(given.error.told);
    try {
      await this.#session.api.reviews.give.mutate(given.value);
      const done = decision === 'approve' ? this.#own.approved : this.#own.denied;
      this.say(`${done({ id: shortId(request.facts.requestId) })}\n`);
    } catch (error) {
      this.#complain(error);
    }
    await this.#readSoon();
  }

  async #read(): Promise<void> {
    const { known: waiting, unknown } = await listEvery(this.#session.api, { scope: 'inbox', open: true });
    this.#sayNewer(unknown.length);
    if (this.#heldBack) this.#readMeanwhile = waiting;
    else this.#take(waiting);
  }

  /** Once for each number of them. */
  #sayNewer(count: number): void {
    if (count === this.#newer) return;
    this.#newer = count;
    if (count > 0) this.say(`${this.#terminal.words.requests.madeByNewer({ count, what: 'request' })}\n`);
  }

  #take(waiting: readonly RequestState[]): void {
    const before = this.#waiting;
    this.#waiting = waiting.toSorted((a, b) => a.facts.submittedAt - b.facts.submittedAt);
    const ids = new Set(this.#waiting.map(({ facts }) => facts.requestId));
    const gone = before.filter(({ facts }) => !ids.has(facts.requestId));
    for (const { facts } of gone)
      this.#terminal.note(`${this.#own.gone({ id: shortId(facts.requestId) })}\n`);
    const fresh = this.#waiting.filter(({ facts }) => !this.#told.has(facts.requestId));
    const again = this.#waiting.filter((each) => {
      const told = this.#told.get(each.facts.requestId);
      return told !== undefined && remindersIn(each) > told;
    });
    this.#told = new Map(this.#waiting.map((each) => [each.facts.requestId, remindersIn(each)]));
    for (const request of fresh) this.#tell(request);
    for (const { facts } of again) this.#terminal.note(`${reminder(this.#terminal.words, facts)}\n`);
    if (fresh.length > 0 || again.length > 0)
      this.#notifyOf({ kind: 'requests', count: this.#waiting.length });
    this.#keepInFront(fresh.length > 0 || again.length > 0 || gone.length > 0);
  }

  /** Without keys all are shown in full. With keys only the one in front is, and the others say that they wait. */
  #tell(request: RequestState): void {
    if (!this.#terminal.keyboard) this.#terminal.out(`\n${requestInFull(this.#terminal.words, request)}`);
  }

  /** A notification says how many there are, and this terminal what: other users of the computer can read the first. */
  #notifyOf(notice: Omit<DesktopNotice, 'language'>): void {
    if (!this.#notify) return;
    const { environment, clock, words } = this.#terminal;
    const { language } = words;
    nodeNotify((args) => forkNotify(args, environment), { ...notice, language }, clock).catch(
      (fault: unknown) => this.#sayOnce(fault),
    );
  }

  /** `isNews`: something was written, so that the last line has to say again what keys answer. */
  #keepInFront(isNews: boolean): void {
    if (!this.#terminal.keyboard) return;
    const before = this.#current?.facts.requestId;
    this.#current = this.#waiting.find(({ facts }) => facts.requestId === before) ?? this.#waiting[0];
    if (!this.#current) return;
    const isSame = this.#current.facts.requestId === before;
    if (isSame && !isNews) return;
    if (!isSame) {
      this.#terminal.out(`\n${requestInFull(this.#terminal.words, this.#current)}`);
      this.#shownAtMs = this.#terminal.clock.monotonicMs();
    }
    const others = this.#waiting.length - 1;
    if (others > 0) this.#terminal.note(`${this.#own.others({ count: others })}\n`);
    this.#terminal.note(`${whichOne(this.#terminal.words, this.#current)}\n`);
  }

  /** Now, or when the line that is being typed has ended. */
  #show(write: () => void): void {
    if (!this.#heldBack) return write();
    if (this.#heldBack.length < MOST_HELD_BACK) this.#heldBack.push(write);
    else this.#heldBack[MOST_HELD_BACK] = () => this.#terminal.note(`${this.#own.moreHappened}\n`);
  }

  #sayOnce(fault: unknown): void {
    if (this.#hasSaid) return;
    this.#hasSaid = true;
    const why = visibleText(whatItSaid((fault as Error).message));
    const { noNotices, noNoticesSince } = this.#own;
    this.say(`${why === '' ? noNotices : noNoticesSince({ why })}\n`);
  }

  #saySpoken(spoken: Spoken): void {
    this.say(`${visibleText(this.#terminal.words.spoken(spoken))}\n`);
  }

  #complain(error: unknown): void {
    const refusal = refusalOf(error);
    if (refusal) this.#saySpoken(refusal.told);
    else if (isUnreachable(error)) this.#saySpoken(saidAway(error) ?? this.#own.away);
    else this.#saySpoken(sayFault(this.#terminal.words, error));
  }
}

const reminder = (words: Words, facts: RequestState['facts']): string =>
  words.cli.watch.reminder({
    id: shortId(facts.requestId),
    what: visibleText(whatAndWho(words, facts)),
  });

function whichOne(words: Words, { facts }: RequestState): string {
  const { whichOne: say, whatForWho } = words.cli.watch;
  const { requesterName: who, durationMs: forMs } = facts;
  const what = visibleText(whatForWho({ what: whatText(words, facts), forMs, who }));
  return say({ id: shortId(facts.requestId), what });
}
