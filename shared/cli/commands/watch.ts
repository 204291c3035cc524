import type { Command } from 'commander';
import { followChanges } from '../../client/follow-changes.ts';
import { isUnreachable } from '../../client/is-unreachable.ts';
import { refusalOf } from '../../client/refusal-of.ts';
import { signReview } from '../../client/sign-review.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { Decision, RequestState } from '../../domain/request.ts';
import { exactDuration } from '../../lib/duration-text.ts';
import { noticeText } from '../../lib/notice-text.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { nodeNotify } from '../../system/node-notify.ts';
import { refused } from '../cli-failure.ts';
import { requestInFull } from '../describe-request.ts';
import { asMember, type MemberSession } from '../member-session.ts';
import { newId } from '../new-id.ts';
import { shortId } from '../short-id.ts';
import type { Terminal } from '../terminal.ts';

export function addWatch(program: Command, terminal: Terminal): void {
  program
    .command('watch')
    .description('requests that wait for you, as they come; answer them with a and d')
    .option('--no-notify', 'without desktop notifications')
    .action(({ notify }: { notify: boolean }) =>
      asMember(terminal, (session) => watch(terminal, session, notify)),
    );
}

async function watch(terminal: Terminal, session: MemberSession, notify: boolean): Promise<void> {
  const over = new AbortController();
  terminal.stop.addEventListener('abort', () => over.abort(), { once: true });
  const inbox = new Inbox(terminal, session, notify);
  terminal.note(`Waiting for requests.${terminal.keyboard ? ' a approves, d denies, q ends.' : ''}\n`);
  const following = followChanges({
    client: session.client,
    clock: terminal.clock,
    after: null,
    signal: over.signal,
    onChange: () => inbox.readAgain(),
    onState: (state) => {
      if (state === 'live') inbox.readAgain();
      else if (!over.signal.aborted) terminal.note('The service cannot be reached. Trying again…\n');
    },
  }).finally(() => over.abort());
  await answerKeys(terminal, inbox, over);
  const refusal = await following;
  if (refusal) throw refused(refusal);
}

async function answerKeys({ keyboard, note }: Terminal, inbox: Inbox, over: AbortController): Promise<void> {
  while (keyboard && !over.signal.aborted) {
    const key = await keyboard.key(over.signal);
    if (key === 'q' || key === '\u0003') over.abort();
    if (key !== 'a' && key !== 'd') continue;
    const request = inbox.current();
    if (!request) continue;
    if (key === 'a') {
      await inbox.answer(request, 'approve', '');
      continue;
    }
    const comment = await keyboard.line(
      `Why not? (empty: leave ${shortId(request.facts.requestId)} open) `,
      over.signal,
    );
    if (comment) await inbox.answer(request, 'deny', comment.slice(0, LIMITS.commentLength));
    else note('Left open.\n');
  }
  keyboard?.close();
}

/** After another request has taken the place of the one that a key would have answered, keys count for nothing so long. */
const LOOK_FIRST_MS = 1_000;

/**
 * What waits for this person, read again whenever something happened; each request is told once. Keys answer one of them,
 * the oldest, which is named; it stays the one until it is answered or gone.
 */
class Inbox {
  readonly #terminal: Terminal;
  readonly #session: MemberSession;
  readonly #notify: boolean;
  #waiting: readonly RequestState[] = [];
  #told = new Set<string>();
  #reading: Promise<void> = Promise.resolve();
  #current: RequestState | undefined;
  /** That there are no desktop notifications here. */
  #hasSaid = false;
  /** On the monotonic clock; the first one replaces none. */
  #replacedAtMs = Number.NEGATIVE_INFINITY;

  constructor(terminal: Terminal, session: MemberSession, notify: boolean) {
    this.#terminal = terminal;
    this.#session = session;
    this.#notify = notify;
  }

  /** The one that `a` and `d` answer; undefined while the person cannot have seen yet which one that is. */
  current(): RequestState | undefined {
    const isNew = this.#terminal.clock.monotonicMs() - this.#replacedAtMs < LOOK_FIRST_MS;
    if (!isNew || !this.#current) return this.#current;
    this.#terminal.note(`Not sent: another request came to the front. ${this.#whichOne(this.#current)}`);
    return undefined;
  }

  readAgain(): void {
    this.#reading = this.#reading.then(() => this.#read()).catch((error: unknown) => this.#complain(error));
  }

  async answer(request: RequestState, decision: Decision, comment: string): Promise<void> {
    const { identity, api } = this.#session;
    const signed = signReview(identity, request, { decision, comment });
    if (!signed.ok) return this.#terminal.note(`${visibleText(signed.error.message)}\n`);
    try {
      await api.reviews.give.mutate({ ...signed.value, idempotencyKey: newId() });
      const done = decision === 'approve' ? 'Approved' : 'Denied';
      this.#terminal.note(`${done} ${shortId(request.facts.requestId)}.\n`);
    } catch (error) {
      this.#complain(error);
    }
    this.readAgain();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const query = { scope: 'inbox', open: true, limit: LIMITS.pageSize } as const;
    const before = this.#waiting;
    const waiting = await this.#session.api.requests.list.query(query);
    this.#waiting = waiting.toSorted((a, b) => a.facts.submittedAt - b.facts.submittedAt);
    const ids = new Set(this.#waiting.map(({ facts }) => facts.requestId));
    for (const { facts } of before)
      if (!ids.has(facts.requestId))
        this.#terminal.note(`${shortId(facts.requestId)} does not wait for you any more.\n`);
    for (const request of this.#waiting) if (!this.#told.has(request.facts.requestId)) this.#tell(request);
    this.#told = ids;
    this.#keepCurrent();
  }

  #keepCurrent(): void {
    const before = this.#current;
    this.#current =
      this.#waiting.find(({ facts }) => facts.requestId === before?.facts.requestId) ?? this.#waiting[0];
    if (!this.#current || this.#current.facts.requestId === before?.facts.requestId) return;
    if (before) this.#replacedAtMs = this.#terminal.clock.monotonicMs();
    if (this.#terminal.keyboard) this.#terminal.note(this.#whichOne(this.#current));
  }

  #whichOne({ facts }: RequestState): string {
    return `a approves, d denies ${shortId(facts.requestId)} of ${visibleText(facts.requesterName)}.\n`;
  }

  #tell(request: RequestState): void {
    const { requesterName, entitlements, durationMs, reason } = request.facts;
    this.#terminal.out(`\n${requestInFull(request)}`);
    if (!this.#notify) return;
    const what = entitlements.map(({ title }) => title).join(', ');
    nodeNotify({
      title: noticeText(`Latchkey: ${requesterName} asks for access`),
      body: noticeText(`For ${exactDuration(durationMs)}: ${what}. ${reason}`),
    }).catch((fault: unknown) => this.#sayOnce(fault));
  }

  #sayOnce(fault: unknown): void {
    if (this.#hasSaid) return;
    this.#hasSaid = true;
    const why = visibleText((fault as Error).message.trim().split('\n')[0] ?? '');
    this.#terminal.note(
      `No desktop notifications here (${why}). On Linux they need a desktop and notify-send, of the package libnotify-bin. Requests are told in this terminal.\n`,
    );
  }

  #complain(error: unknown): void {
    const refusal = refusalOf(error);
    if (refusal) this.#terminal.note(`${visibleText(refusal.message)}\n`);
    else if (isUnreachable(error)) this.#terminal.note('The service cannot be reached. Nothing was sent.\n');
    else this.#terminal.note(`${visibleText((error as Error).message)}\n`);
  }
}
