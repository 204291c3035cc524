import { notRead } from '../store/not-read.ts';
import { told, toldOf, type Spoken, type Told } from '../../shared/words/told.ts';
import { join } from 'node:path';
import type { Identity } from '../../shared/client/identity.ts';
import { isUnreachable } from '../../shared/client/is-unreachable.ts';
import { saidAway } from '../../shared/client/why-away.ts';
import { withLatestKey } from '../../shared/client/latest-log-key.ts';
import { joinService } from '../../shared/client/join-service.ts';
import type { Answer, IpcParsed } from '../../shared/contract/ipc.ts';
import type { AboutDevice } from '../../shared/formats/sealed/sealed-format.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { trustAuthoritiesOf } from '../../shared/system/authorities.ts';
import { begunHere, foundHere } from '../solo/found-here.ts';
import { writeSoloFolder } from '../solo/write-solo-folder.ts';
import type { Listening, SoloService } from '../solo/solo-service.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import type { IdentityVault } from '../system/identity-vault.ts';
import type { EndOfMembership } from './end-of-membership.ts';

type Mode = 'solo' | 'team';

/** How this device comes to belong to an organisation, and stays in touch with it. */
export interface Membership {
  create(input: IpcParsed<'org.create'>): Promise<Answer<void>>;
  /** Also for a device that was signed out, or whose address another service answers at: only then the old one is left. */
  join(input: IpcParsed<'org.join'>): Promise<Answer<void>>;
  leave(): Promise<Answer<void>>;
  /** Opens the keys of this device, and takes up what was joined with them. Tried as often as somebody likes. */
  unlock(input: IpcParsed<'keys.unlock'>): Promise<Answer<void>>;
  /** Takes up again what was joined earlier. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What this device is here; null while it belongs to no organisation, or its keys are locked. */
  current(): Identity | null;
  /** The log was found to have had these keys, the latest first: that one is kept, and all that follows is believed by it. */
  takeOver(keys: readonly string[]): Promise<void>;
}

export function createMembership(parts: {
  readonly home: string;
  readonly deviceName: string;
  readonly vault: IdentityVault;
  readonly keeper: StateKeeper;
  readonly logger: Logger;
  readonly end: EndOfMembership;
  /** Told of the identity that this device has, since now or since before. */
  readonly recovery: { settle(identity: Identity): Promise<void> };
  /** How the organisation of this identity was entered. */
  readonly mode: (identity: Pick<Identity, 'url'>) => Mode;
  /** A new organisation is called `name`; one that is there already was last at `url`, which an earlier Latchkey had at a port. */
  readonly startSolo: (
    which: { readonly name: string } | { readonly url: string },
    on: { onListening: (listening: Listening) => void; onDown: (message: Spoken) => void },
  ) => SoloService;
  /** Remembers how the organisation was entered, before anything else happens with it. */
  readonly onJoined: (identity: Identity, mode: Mode, deviceName: string) => void;
  /** Its log has another key from now on. */
  readonly onAdopted: (identity: Identity) => void;
  /** There is an identity, and it cannot be read now, for example because the keyring is locked. */
  readonly onUnreadable: () => void;
  /** Told besides where that is until the person says the passphrase. */
  readonly onLocked: (about: AboutDevice) => void;
  /** It was read, or unlocked: what was kept with it can be read, too. Before it is used. */
  readonly onOpened: (identity: Identity) => Promise<void>;
  /** It is new, and kept as the person chose. */
  readonly onEntered: (identity: Identity) => void;
  /** Begins to live with the service at `url`; an earlier one is left. */
  readonly connect: (identity: Identity, url: string) => Promise<void>;
  readonly disconnect: (message: Spoken | null) => Promise<void>;
}): Membership {
  const { home, vault, keeper, logger, connect, disconnect, end } = parts;
  trustAuthoritiesOf(home);
  let solo: SoloService | null = null;
  /** Where the service of this computer listens; null before it does. */
  let soloAt: string | null = null;
  const report = (fault: unknown): void => logger.error({ error: String(fault) }, 'the connection failed');
  const become = (setup: ReturnType<StateKeeper['state']>['setup']): void =>
    keeper.update((state) => ({ ...state, setup }));

  const enter = async (identity: Identity, mode: Mode, deviceName: string): Promise<void> => {
    await vault.save(identity);
    await parts.recovery.settle(identity);
    [current, locked] = [identity, null];
    parts.onEntered(identity);
    parts.onJoined(identity, mode, deviceName);
    become({ kind: 'ready', mode });
  };
  const fail = (why: Told): Answer<void> => {
    become({ kind: 'firstRun', error: why });
    return err({ code: 'badInput', told: why });
  };
  /** Asks the service at `url`; that it cannot be asked is answered in a sentence. */
  const reached = async (url: string, ask: () => Promise<Answer<Identity>>): Promise<Answer<Identity>> => {
    try {
      return await ask();
    } catch (fault) {
      logger.warn({ error: String(fault) }, 'joining failed');
      const away = saidAway(fault);
      if (away?.code === 'storeAway') return err(refuse('unreachable', 'awayTryAgain', { away }));
      if (away !== null) return err({ code: 'unreachable', told: away });
      if (!isUnreachable(fault)) return err(refuse('notFound', 'serviceFailedHere'));
      return err(refuse('unreachable', 'nobodyAnswers', { url }));
    }
  };

  const isSolo = (): boolean => {
    const { setup } = keeper.state();
    return 'mode' in setup && setup.mode === 'solo';
  };
  /** The service of this computer may have moved: kept is where it is, for the command line and for the next start. */
  const meet = async (url: string): Promise<void> => {
    soloAt = url;
    // It goes on for what it has to end, when this device has joined another service meanwhile.
    if (!isSolo()) return;
    keeper.update((state) => ({
      ...state,
      organisation: state.organisation && { ...state.organisation, url },
    }));
    // Who was signed out has nothing left to be found there.
    if (!current || !isReady()) return;
    const known = current;
    const here = { ...known, url };
    current = here;
    // It is found there all the same, and tried again at the next start.
    if (known.url !== url)
      await vault.save(here).catch((fault: unknown) => logger.warn({ error: String(fault) }, NOT_KEPT));
    await connect(here, url);
  };
  /** Runs the service of this computer; resolves with its first address, and rejects when it does not come to have one. */
  const runSolo = (which: Parameters<typeof parts.startSolo>[0]): Promise<Listening> =>
    new Promise((resolve, reject) => {
      let vainStarts = 0;
      solo = parts.startSolo(which, {
        onListening(listening) {
          meet(listening.listening).catch(report);
          resolve(listening);
        },
        onDown(message) {
          if (isSolo()) disconnect(message).catch(report);
          vainStarts += 1;
          if (vainStarts >= MOST_VAIN_STARTS)
            reject(new Error('the service of this computer does not start'));
        },
      });
      solo.run().catch(report);
    });

  /** The one that a stranger answers for; this device may leave it without its service's word. */
  let current: Identity | null = null;
  /** The one that waits for its passphrase: who forgot it may leave it, too. */
  let locked: AboutDevice | null = null;
  const mayLeave = (): boolean => {
    const { setup, connection } = keeper.state();
    const isOut = setup.kind === 'signedOut' || setup.kind === 'locked';
    return isOut || (connection.kind === 'offline' && connection.isStranger);
  };
  /** Whoever leaves by themselves is signed out first: one way to wipe. */
  const signOutHere = async (): Promise<void> => {
    const left = current ?? locked;
    if (keeper.state().setup.kind === 'signedOut' || !left) return;
    end.byOneself(left.deviceId);
    await end.signOut(left);
  };
  const joinAnew = async (invite: IpcParsed<'org.join'>): Promise<Answer<void>> => {
    const begun = await vault.begin(invite.passphrase ?? null);
    if (!begun.ok) return err({ code: 'badInput', told: toldOf(begun.error) });
    const { pending, use } = begun.value;
    const joined = await reached(invite.url, () => joinService({ ...invite, pending }));
    if (!joined.ok) return joined;
    await signOutHere();
    use();
    await vault.save(joined.value);
    await end.forget(joined.value);
    await enter(joined.value, joined.value.url === soloAt ? 'solo' : 'team', invite.deviceName);
    await connect(joined.value, joined.value.url);
    return ok(undefined);
  };

  const isReady = (): boolean => keeper.state().setup.kind === 'ready';
  const isFirstRun = (): boolean => keeper.state().setup.kind === 'firstRun';
  /** An identity that could not be read at the start, for example behind a locked keyring, is never replaced. */
  let isUnread = false;
  const already = err(refuse('alreadyExists', 'belongsElsewhere'));
  /** Null: there is nothing to wait for. */
  const takeUpAgain = async (): Promise<Answer<void> | null> => {
    // A `latchkey join` may have made one meanwhile.
    if (!isUnread && (await vault.load().catch(() => 'unreadable')) === null) return null;
    await membership.start();
    const { setup } = keeper.state();
    if (setup.kind !== 'firstRun') return ok(undefined);
    return isUnread ? fail(toldOf(setup.error ?? told('identityUnreadable'))) : null;
  };

  /** What needs no keys goes on: the runner, the history, and the service of this computer, which has access to end. */
  const lock = (about: AboutDevice): void => {
    const mode = parts.mode(about);
    parts.onUnreadable();
    parts.onLocked(about);
    become({ kind: 'locked', mode, organisation: about.organisation });
    if (mode === 'solo') runSolo({ url: about.url }).catch(report);
  };
  const goOn = async (identity: Identity): Promise<Mode> => {
    current = identity;
    await parts.onOpened(identity);
    await parts.recovery.settle(identity);
    const mode = parts.mode(identity);
    parts.onJoined(identity, mode, parts.deviceName);
    become({ kind: 'ready', mode });
    return mode;
  };

  /** Makes the organisation of this computer, or goes on with that. `prepare`: before its service is started. */
  const foundSolo = async (
    which: Parameters<typeof parts.startSolo>[0],
    passphrase: string | null,
    prepare: () => Promise<void>,
  ): Promise<Answer<void>> => {
    become({ kind: 'working', what: 'creating' });
    try {
      const begun = await vault.begin(passphrase);
      if (!begun.ok) return fail(toldOf(begun.error));
      const { pending, use } = begun.value;
      await prepare();
      const listening = await runSolo(which);
      const answer = await reached(listening.listening, () =>
        foundHere(listening, { deviceName: parts.deviceName, pending }),
      );
      if (!answer.ok) {
        await solo?.stop();
        return fail(answer.error.told);
      }
      use();
      await enter(answer.value, 'solo', parts.deviceName);
      await connect(answer.value, listening.listening);
      return ok(undefined);
    } catch (fault) {
      await solo?.stop();
      report(fault);
      return fail(told('notMadeHere'));
    }
  };
  /** The app ended while it made the organisation of this computer: it goes on by itself where it can read the keys of that. */
  const takeUpFounding = async (): Promise<void> => {
    const begun = await begunHere(home, vault.pending);
    if (begun.kind !== 'open')
      return become({ kind: 'firstRun', error: begun.kind === 'shut' ? begun.why : null });
    foundSolo({ url: '' }, null, () => Promise.resolve()).catch(report);
  };

  const membership: Membership = {
    current: () => current,
    async takeOver(keys) {
      const next = current && withLatestKey(current, keys);
      if (!next || !isReady()) return;
      const kept = await vault.keepLog(next);
      // Meanwhile it may have been signed out, or have joined anew.
      if (!kept || !isReady() || current?.deviceId !== next.deviceId) return;
      current = { ...next, url: current.url };
      parts.onAdopted(current);
      await connect(current, soloAt ?? current.url);
    },
    async create({ organisationName, yourId, yourName, passphrase = null }) {
      if (!isFirstRun()) return already;
      const again = await takeUpAgain();
      if (again) return again;
      return foundSolo({ name: organisationName }, passphrase, () =>
        writeSoloFolder(join(home, 'organisation'), { id: yourId, name: yourName }, keeper.state().language),
      );
    },
    async join(invite) {
      const { deviceName, passphrase = null } = invite;
      if (mayLeave()) return joinAnew(invite);
      if (!isFirstRun()) return already;
      const again = await takeUpAgain();
      if (again) return again;
      become({ kind: 'working', what: 'joining' });
      const begun = await vault.begin(passphrase);
      if (!begun.ok) return fail(toldOf(begun.error));
      const { pending, use } = begun.value;
      const answer = await reached(invite.url, () => joinService({ ...invite, pending }));
      if (!answer.ok) return fail(answer.error.told);
      try {
        use();
        await enter(answer.value, 'team', deviceName);
      } catch (fault) {
        report(fault);
        return fail(told('keysNotKept'));
      }
      await connect(answer.value, answer.value.url);
      return ok(undefined);
    },
    async leave() {
      if (!mayLeave()) return err(refuse('notAllowed', 'stillIn'));
      if (isSolo()) return err(refuse('notSupported', 'ownService'));
      await signOutHere();
      await end.forget(null);
      become({ kind: 'firstRun', error: null });
      return ok(undefined);
    },
    async unlock({ passphrase }) {
      const opened = await vault.unlock(passphrase);
      // Pressed twice, or another was joined meanwhile.
      if (locked === null || keeper.state().setup.kind !== 'locked') return ok(undefined);
      if (!opened.ok) return err({ code: 'badInput', told: toldOf(opened.error) });
      locked = null;
      const mode = await goOn(opened.value);
      if (mode === 'team' || soloAt !== null) connect(opened.value, soloAt ?? opened.value.url).catch(report);
      return ok(undefined);
    },
    async start() {
      let identity: Identity | null;
      try {
        locked = await vault.locked();
        identity = locked ? null : await vault.load();
        isUnread = false;
      } catch (fault) {
        isUnread = true;
        parts.onUnreadable();
        return become({
          kind: 'firstRun',
          error: notRead(fault, home),
        });
      }
      if (await end.resume(locked ?? identity)) {
        // The service of this computer goes on: it has access to end.
        if (isSolo()) runSolo({ url: keeper.state().organisation?.url ?? '' }).catch(report);
        return;
      }
      if (locked) return lock(locked);
      if (!identity) return takeUpFounding();
      const mode = await goOn(identity);
      if (mode === 'team') return connect(identity, identity.url);
      runSolo({ url: identity.url }).catch(report);
    },
    async stop() {
      await disconnect(null);
      await solo?.stop();
    },
  };
  return membership;
}

// not for people: of the log.
const NOT_KEPT = 'where the service of this computer is now could not be kept';

/** As often as a service is tried in each of the places that there are (`solo-service.ts`, `solo-places.ts`). */
const MOST_VAIN_STARTS = 12;
