import type { Refusal } from '../../shared/domain/refusal.ts';
import { words } from '../words/words.ts';
import { createContext } from 'svelte';
import type { Bridge, IpcChannel, IpcInput, IpcOutputs } from '../../shared/contract/ipc.ts';
import { isTooOld } from '../../shared/contract/is-too-old.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { ownValue } from '../../shared/lib/own-value.ts';
import { onNetworkBack } from '../system/on-network-back.ts';
import { pageClock, type PageClock } from '../system/page-clock.ts';
import { isolated } from '../words/isolated.ts';
import { faultSentence } from '../words/fault-sentence.ts';
import { Announcer } from './announcer.svelte.ts';
import { DevicesState } from './devices-state.svelte.ts';
import { Mirror } from './mirror.svelte.ts';
import { Navigation } from './navigation.svelte.ts';
import { Ticker } from './ticker.svelte.ts';

/** What happened to a call: done with its value, or not done and the sentence that says why. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** The value inside of an answer that may be a refusal. */
type ValueOf<T> = T extends { readonly ok: true; readonly value: infer V }
  ? V
  : T extends { readonly ok: false }
    ? never
    : T;

/** Everything that views share, passed by context. Views read the snapshot and call main; they keep only what is typed and chosen. */
export class AppState {
  readonly mirror: Mirror;
  readonly ticker: Ticker;
  readonly navigation = new Navigation();
  readonly announcer: Announcer;
  readonly clock: PageClock;
  readonly devices = new DevicesState(this);
  /** What is written and not sent, by request. */
  readonly commentDrafts = new Map<string, string>();
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.clock = pageClock;
    this.mirror = new Mirror(bridge);
    this.ticker = new Ticker(this.clock);
    this.announcer = new Announcer(this.clock);
  }

  run(): () => void {
    const stops = [
      this.mirror.run(),
      this.ticker.run(),
      // The network is back: what was planned for later is tried now.
      onNetworkBack(() => void this.ask('app.tryNow', undefined)),
      this.#bridge.on('navigate', ({ view, requestId }) => this.navigation.go(view, requestId)),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** The service is there and serves this version no more: nothing but an end is sent before an update. */
  get isTooOld(): boolean {
    return isTooOld(this.snapshot.connection);
  }

  /** The log raised an alarm: nothing that came from the service is believed, and nothing is sent. */
  get isUnverified(): boolean {
    return this.snapshot.log.alarm !== null;
  }

  /** The snapshot, for views that are shown only while there is one. */
  get snapshot(): Snapshot {
    if (this.mirror.snapshot === null) throw new Error('a view was shown before the first snapshot');
    return this.mirror.snapshot;
  }

  get now(): number {
    return this.ticker.now;
  }

  get isOnline(): boolean {
    const { kind } = this.snapshot.connection;
    return kind === 'online' || kind === 'slow';
  }

  readonly nameOf = (id: string): string => ownValue(this.snapshot.names, id) ?? id;
  /** The name in a sentence of ours: for `ui/sentence.svelte`. */
  readonly nameInSentence = (id: string): string => isolated(this.nameOf(id));

  /** Calls main. Refusals and faults both come back as a sentence. */
  async ask<C extends IpcChannel>(channel: C, input: IpcInput<C>): Promise<Outcome<ValueOf<IpcOutputs[C]>>> {
    try {
      const answer: unknown = await this.#bridge.invoke(channel, $state.snapshot(input) as IpcInput<C>);
      if (isRefused(answer)) return { ok: false, message: words().tell(answer.error.told) };
      return { ok: true, value: (isAnswer(answer) ? answer.value : answer) as ValueOf<IpcOutputs[C]> };
    } catch (error) {
      return { ok: false, message: faultSentence(error) };
    }
  }

  /** Like `ask`, and says it in the corner when it did not work. */
  async tell<C extends IpcChannel>(channel: C, input: IpcInput<C>): Promise<Outcome<ValueOf<IpcOutputs[C]>>> {
    const outcome = await this.ask(channel, input);
    if (!outcome.ok) this.announcer.say(outcome.message, 'bad');
    return outcome;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isAnswer = (value: unknown): value is { readonly value: unknown } =>
  isObject(value) && value['ok'] === true && 'value' in value;

const isRefused = (value: unknown): value is { readonly error: Refusal } =>
  isObject(value) && value['ok'] === false && isObject(value['error']);

export const [useApp, provideApp] = createContext<AppState>();
