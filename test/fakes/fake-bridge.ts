import type { DeviceView, PolicyPreview } from '../../shared/contract/api-types.ts';
import type { Bridge, IpcChannel, IpcEvents, IpcInput, IpcOutputs } from '../../shared/contract/ipc.ts';
import type { HistoryRow, Snapshot } from '../../shared/contract/snapshot.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { joinLink } from '../../shared/lib/join-link.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { sampleDevices } from './sample-devices.ts';
import { LEFT_OUT, sampleHistory, sampleTimeline } from './sample-history.ts';
import { sampleProposal } from './sample-proposal.ts';
import { PEOPLE } from './sample-requests.ts';
import { sampleSnapshot, type Scenario } from './sample-snapshot.ts';
import type { Language } from '../../shared/words/language.ts';
import { codeOf } from '../../shared/contract/spoken-of.ts';
import { told } from '../../shared/words/told.ts';
import { wordsIn } from '../../shared/words/words.ts';

const MINUTE = 60_000;
/** What this one tells is too long to be told whole. */
const STUCK = 'hist000001';

const RECOVERY_WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
/** The one that opens the keys of the samples. */
export const FAKE_PASSPHRASE = 'correct horse battery';
const WRONG =
  'This passphrase does not open the keys of this device. Try again; there is no limit. If it is surely the right one, the file was damaged.';

type Handlers = { readonly [C in IpcChannel]: (input: IpcInput<C>) => IpcOutputs[C] };

/** Main as the renderer sees it, without a main: answers from samples, keeps what it was asked, and can say anything unasked. */
export class FakeBridge implements Bridge {
  snapshot: Snapshot;
  devices: readonly DeviceView[];
  readonly calls: { readonly channel: IpcChannel; readonly input: unknown }[] = [];
  /** What the history has come to know of a request since. */
  readonly #history: Record<string, RequestState> = {};
  readonly #listeners = { snapshot: new Set<unknown>(), navigate: new Set<unknown>() };
  readonly #handlers: Handlers;
  readonly #now: number;
  #rows: HistoryRow[] = [];

  constructor(scenario: Scenario, now: number, language: Language = 'en') {
    this.#now = now;
    this.snapshot = { ...sampleSnapshot(scenario, now), language };
    this.devices = sampleDevices(scenario, now);
    this.#handlers = this.#makeHandlers(scenario);
  }

  async invoke<C extends IpcChannel>(channel: C, input: IpcInput<C>): Promise<IpcOutputs[C]> {
    this.calls.push({ channel, input });
    const handler: (input: IpcInput<C>) => IpcOutputs[C] = this.#handlers[channel];
    return handler(input);
  }

  on<E extends keyof IpcEvents>(event: E, listener: (value: IpcEvents[E]) => void): () => void {
    this.#listeners[event].add(listener);
    return () => this.#listeners[event].delete(listener);
  }

  tell<E extends keyof IpcEvents>(event: E, value: IpcEvents[E]): void {
    for (const listener of this.#listeners[event]) (listener as (value: IpcEvents[E]) => void)(value);
  }

  /** Main changed something: everyone who listens hears it. */
  change(part: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...part, revision: this.snapshot.revision + 1 };
    this.tell('snapshot', this.snapshot);
  }

  /** Somebody else did something: it is in the log now, and the request is in no list any more. */
  settle(state: RequestState): void {
    const { requestId } = state.facts;
    this.#history[requestId] = state;
    const others = (list: readonly RequestState[]) =>
      list.filter(({ facts }) => facts.requestId !== requestId);
    const { inbox, mine, watching, log } = this.snapshot;
    this.change({
      inbox: others(inbox),
      mine: others(mine),
      watching: others(watching),
      log: { ...log, size: log.size + 1 },
    });
  }

  /** The log has grown by a request. */
  prependHistory(): void {
    const [first] = this.#rows;
    if (first) this.#rows.unshift({ ...first, requestId: 'hist999999' });
    this.change({ log: { ...this.snapshot.log, size: this.snapshot.log.size + 1 } });
  }

  #makeHandlers(scenario: Scenario): Handlers {
    const isOffline = scenario === 'offline';
    const rows = ['empty', 'firstSync', 'noRoom'].includes(scenario) ? [] : [...sampleHistory(this.#now)];
    this.#rows = rows;
    let isPublished = false;
    return {
      'app.snapshot': () => this.snapshot,
      'app.open': () => undefined,
      'app.tryNow': () => undefined,
      'org.create': () => ok(undefined),
      'org.leave': () => ok(undefined),
      'org.join': () =>
        err(
          refuse('badInvite', 'asWritten', {
            text: 'The invite is used up or too old. Ask who sent it for another.',
          }),
        ),
      'keys.unlock': ({ passphrase }) => {
        if (passphrase !== FAKE_PASSPHRASE) return err(refuse('badInput', 'asWritten', { text: WRONG }));
        this.change({ setup: { kind: 'ready', mode: 'team' } });
        return ok(undefined);
      },
      'keys.protect': ({ current, next }) => {
        const { device } = this.snapshot;
        if (device.secretStorage === 'passphrase' && current !== FAKE_PASSPHRASE)
          return err(refuse('badInput', 'asWritten', { text: WRONG }));
        this.change({ device: { ...device, secretStorage: next === null ? 'file' : 'passphrase' } });
        return ok(undefined);
      },
      'org.invite': () =>
        ok({
          code: 'K7QF-2MZP-9XWD-4HTB',
          expiresAt: this.#now + 24 * 60 * MINUTE,
          url: 'http://127.0.0.1:7420',
          link: joinLink({
            service: 'http://127.0.0.1:7420',
            code: 'K7QF-2MZP-9XWD-4HTB',
            founding: '9a'.repeat(32),
          }),
        }),
      'org.proposed': () => ok(isPublished ? null : sampleProposal(scenario)),
      'org.publishProposed': () => {
        isPublished = true;
        return ok({ version: 8, outcome: 'published' as const, mistakes: [] });
      },
      'recovery.words': () => ok({ words: RECOVERY_WORDS }),
      'recovery.copy': () => ok({ clearsAt: this.#now + MINUTE }),
      'recovery.written': () => {
        this.change({ recoveryWaits: false });
        return ok(undefined);
      },
      'org.publish': () =>
        ok({
          version: 7,
          outcome: 'refused' as const,
          mistakes: [
            'policy.yaml:12:5: no person is in the group "payments-leeds". Did you mean "payments-leads"?',
          ],
        }),
      'devices.list': () =>
        isOffline
          ? err(refuse('notFound', 'asWritten', { text: 'The service cannot be reached now.' }))
          : ok({ devices: this.devices, newer: 0 }),
      'devices.rename': ({ deviceId, name }) => {
        this.devices = this.devices.map((each) => (each.deviceId === deviceId ? { ...each, name } : each));
        return ok(undefined);
      },
      'devices.remove': ({ deviceId }) => {
        this.devices = this.devices.filter((each) => each.deviceId !== deviceId);
        return ok({ said: 'It is signed out for ever. To use it again, it joins anew with an invite.' });
      },
      'policy.preview': (input) =>
        isOffline
          ? err(refuse('badInput', 'asWritten', { text: 'The service does not answer.' }))
          : ok(this.#preview(input)),
      'requests.submit': () => ok({ requestId: 'req0000008', queued: isOffline, state: null }),
      'requests.withdraw': () => ok({ queued: isOffline }),
      'requests.comment': () => ok({ queued: isOffline }),
      'reviews.give': ({ requestId }) => {
        const given = this.snapshot.inbox.filter(({ facts }) => facts.requestId === requestId);
        const inbox = this.snapshot.inbox.filter(({ facts }) => facts.requestId !== requestId);
        this.change({ inbox, watching: [...given, ...this.snapshot.watching] });
        return ok({ queued: isOffline });
      },
      'grants.end': () => ok({ queued: isOffline }),
      'grants.credential': ({ grantId }) =>
        ok({
          grantId,
          title: 'Read the payments database',
          fields: [
            { name: 'user', label: 'User', value: `latchkey_${grantId}`, secret: false },
            { name: 'password', label: 'Password', value: 'correct-horse-battery-staple', secret: true },
            { name: 'host', label: 'Host', value: '127.0.0.1:5432', secret: false },
          ],
          command: `psql "host=127.0.0.1 port=5432 dbname=payments user=latchkey_${grantId}"`,
          instructions: 'The password is asked for by psql. Open sessions are ended at the deadline.',
        }),
      'grants.copy': () => ok({ clearsAt: this.#now + MINUTE }),
      'history.search': ({ text, person, status, offset, limit }) => {
        const { unreadable } = this.snapshot.log;
        if (unreadable !== undefined)
          throw new Error(
            wordsIn(this.snapshot.language).tell(told('historyUnreadable', { why: unreadable })),
          );
        const found = rows.filter(
          (row) =>
            (status === null || row.status === status) &&
            (person === null || [row.requester, row.deniedBy, ...row.approvers].includes(person)) &&
            JSON.stringify(row).includes(text),
        );
        return { rows: found.slice(offset, offset + limit), total: found.length, isMore: false, tookMs: 2 };
      },
      'history.timeline': ({ requestId }) => this.#timeline(requestId),
      'history.facets': () => ({
        people: Object.entries(PEOPLE).map(([id, name]) => ({ id, name })),
        entitlements: this.snapshot.catalog.items.map(({ id, title }) => ({ id, title })),
      }),
      'history.export': () => ok({ file: '/home/ana/history.csv', rows: rows.length }),
      'history.verify': () => ok({ size: this.snapshot.log.size }),
      'settings.change': (settings) => this.change({ settings }),
      'notices.dismiss': ({ id }) =>
        this.change({ notices: this.snapshot.notices.filter((notice) => notice.id !== id) }),
      'pools.choose': ({ pool, isAgreed }) => {
        const { device } = this.snapshot;
        const pools = device.pools.map((each) => (each.name === pool ? { ...each, isAgreed } : each));
        this.change({ device: { ...device, pools } });
      },
      'outbox.dismiss': ({ key }) =>
        this.change({ outbox: this.snapshot.outbox.filter((each) => each.key !== key) }),
    };
  }

  #preview({ entitlementIds, ticket }: IpcInput<'policy.preview'>): PolicyPreview {
    const chosen = this.snapshot.catalog.items.filter(({ id }) => entitlementIds.includes(id));
    const strictest = ['refused', 'review', 'auto'].find((access) =>
      chosen.some((each) => each.access === access),
    );
    const kind = (strictest ?? 'refused') as PolicyPreview['kind'];
    const first = chosen.find(({ access }) => access === kind);
    const reviewers = [
      { id: 'lead@example.com', name: 'Lead Example' },
      { id: 'ops@example.com', name: 'Olu Operations' },
    ];
    const isBadTicket = kind === 'review' && !/^INC-[0-9]+$/.test(ticket ?? '');
    const depends = first && codeOf(first) === 'policyDepends';
    return {
      kind,
      ...(depends ? { told: told('policyAsksApart', { steps: [], mostMs: 7_200_000 }) } : {}),
      sentence: first?.sentence ?? 'Refused: no rule allows this.',
      maxDurationMs: first?.maxDurationMs ?? null,
      steps: kind === 'review' ? [{ name: 'owner', need: 1, reviewers }] : [],
      problems: isBadTicket
        ? [
            {
              field: 'ticket',
              refusal: refuse('ticketMissing', 'asWritten', { text: 'Write a ticket such as INC-4711.' }),
            },
          ]
        : [],
    };
  }

  #timeline(requestId: string): IpcOutputs['history.timeline'] {
    const { inbox, mine, watching, recent } = this.snapshot;
    const state =
      this.#history[requestId] ??
      [...inbox, ...mine, ...watching, ...recent].find(({ facts }) => facts.requestId === requestId) ??
      recent[0] ??
      null;
    const isStuck = requestId === STUCK;
    const items = sampleTimeline(state?.facts.submittedAt ?? this.#now, isStuck);
    return {
      state,
      items,
      leftOut: isStuck ? { count: LEFT_OUT, beforeSeq: items.at(-3)?.seq ?? 0 } : null,
    };
  }
}
