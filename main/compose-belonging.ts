import type { Client } from '../shared/client/create-client.ts';
import type { Identity } from '../shared/client/identity.ts';
import { openAddresses } from '../shared/client/kept-addresses.ts';
import { composeKeys } from './compose-keys.ts';
import { createCredentialCache } from './credentials/credential-cache.ts';
import { createCredentialDesk } from './credentials/credential-desk.ts';
import { createRecoveryDesk } from './credentials/recovery-desk.ts';
import type { DesktopGround } from './desktop-ground.ts';
import { createPoolConsent } from './runner/pool-consent.ts';
import { modeOf } from './solo/mode-of.ts';
import { soloHere } from './solo/solo-here.ts';
import { whyBarred } from './state/why-barred.ts';
import { whyTooOld } from './state/why-too-old.ts';
import { desktopSigner } from './sync/desktop-signer.ts';
import { createDesktopSync } from './sync/desktop-sync.ts';
import { createEndOfMembership } from './sync/end-of-membership.ts';
import { createHere } from './sync/here.ts';
import { createLink } from './sync/link.ts';
import { logSyncHere } from './sync/log-sync-here.ts';
import { createMembership } from './sync/membership.ts';
import { createOutbox } from './sync/outbox.ts';
import { createPersonCommands } from './sync/person-commands.ts';
import { rememberJoined } from './sync/remember-joined.ts';
import { sendCommand } from './sync/send-command.ts';
import { createIdentityVault } from './system/identity-vault.ts';
import { createKeyedBox, type SecretBox } from './system/secret-box.ts';

/**
 * The part of compose.ts that is about the service: what this device is there, what people tell it, and what it keeps of that.
 * In the order in which one needs another; what one has to tell those after it is news.
 */
export function composeBelonging(
  parts: DesktopGround & {
    readonly deviceName: string;
    /** As the system keeps secrets. */
    readonly system: SecretBox;
    /** Whether somebody may be looking. */
    readonly isWatched: () => boolean;
    readonly report: (what: string) => (fault: unknown) => void;
  },
) {
  const { home, deviceName, clock, logger, keeper, local, history, runner, clipboard, news, report } = parts;
  const here = createHere({
    openLog: (joined) =>
      logSyncHere(joined, {
        ...{ history, home, clock, logger, keeper, local },
        onKeys: (keys) => news.emit('keysOfLog', keys),
      }),
    onFault: report('the history could not be read'),
  });
  const { identity } = here;
  const barred = () => whyBarred(keeper.state());
  const link = createLink(barred);
  const outbox = createOutbox({
    list: () => keeper.state().outbox,
    save: (commands) => {
      keeper.update((state) => ({ ...state, outbox: commands }));
      return local.flush();
    },
    send: (command) => link.call((api, signal) => sendCommand(api, command, signal)),
    onState: (state) => news.emit('answered', state),
    barred: (command) => barred() ?? whyTooOld(keeper.state(), command),
    isSlow: () => keeper.state().connection.kind === 'slow',
    clock,
  });
  const signerOf = (joined: Identity) => desktopSigner(joined, { clock, keeper, local });
  const commands = createPersonCommands({
    clock,
    outbox,
    signer: () => {
      const joined = identity();
      return joined && signerOf(joined);
    },
    requests: () => keeper.state().requests,
    titleOf: (id) => keeper.state().catalog.items.find((item) => item.id === id)?.title ?? id,
  });
  const pools = createPoolConsent({ runner, keeper, local });
  const sync = createDesktopSync({
    ...{ keeper, link, outbox, clock, logger, signerOf },
    cursor: { read: () => local.data().cursor, write: (cursor) => local.update({ cursor }) },
    addressesOf: async (joined, url) => (await openAddresses(home, { ...joined, url })).addresses,
    onMe: (me) => news.emit('me', me),
    onSignedOut: (ended) => news.emit('signedOut', ended),
    onClient: (client: Client | null) => runner.use(client),
    logSync: here.log,
    isWatched: parts.isWatched,
  });
  news.on('historyReadable', sync.settle);
  news.on('answered', (state) => sync.takeIn([state]));
  news.on('windowShown', sync.look);
  news.on('me', ({ me, organisation }) => {
    const kept = local.data().session;
    if (kept) local.update({ session: { ...kept, me, organisation } });
    const joined = identity();
    if (joined) pools.offer(joined, me.pools);
  });

  const box = createKeyedBox(parts.system);
  const vault = createIdentityVault(home, box);
  const credentials = createCredentialDesk({
    ...{ link, identity, logger, clock },
    cache: createCredentialCache(home, box),
    snapshot: () => keeper.snapshot(),
  });
  const keys = composeKeys({ box, vault, keeper, local, identity, credentials, report });
  const end = createEndOfMembership({
    ...{ clock, keeper, local, vault, history },
    disconnect: sync.disconnect,
    clearClipboard: () => clipboard.stop(),
    onSignedOut(kept) {
      // Without a pool it takes on nothing, and still ends what it granted.
      runner.serve([]);
      here.leave(kept);
    },
  });
  news.on('signedOut', (ended) => void end.signOut(ended).catch(report('signing out was not finished')));
  const recovery = createRecoveryDesk({ vault, keeper, clipboard });
  const membership = createMembership({
    ...{ home, recovery, deviceName, vault, keeper, logger, end },
    mode: ({ url }) => local.data().session?.mode ?? modeOf(home, url),
    onUnreadable: () => runner.serve([]),
    onAdopted: here.adopt,
    onLocked(about) {
      keeper.update((state) => ({ ...state, device: { ...state.device, secretStorage: 'passphrase' } }));
      here.follow(about);
    },
    ...keys.events,
    startSolo: soloHere({ home, clock, logger }),
    onJoined(joined, mode, name) {
      here.enter(joined);
      const { me } = rememberJoined({ local, keeper, clock, home }, { joined, mode, name });
      pools.offer(joined, me.pools);
    },
    connect: sync.connect,
    disconnect: sync.disconnect,
  });
  news.on(
    'keysOfLog',
    (found) => void membership.takeOver(found).catch(report('the key of the log was not taken over')),
  );
  return { here, link, outbox, commands, pools, sync, keys, credentials, recovery, membership, end };
}
