import type { Identity } from '../shared/client/identity.ts';
import type { CredentialDesk } from './credentials/credential-desk.ts';
import { keyHandlers } from './ipc/key-handlers.ts';
import type { StateKeeper } from './state/state-keeper.ts';
import type { LocalData } from './store/local-data.ts';
import type { LocalStore } from './store/local-store.ts';
import type { Membership } from './sync/membership.ts';
import type { IdentityVault } from './system/identity-vault.ts';
import { createPassphraseOffer, OFFER_ID } from './credentials/passphrase-offer.ts';
import type { KeyedBox } from './system/secret-box.ts';

/** The part of compose-belonging.ts that is about how keys and credentials are kept: by the system, or by a passphrase. */
export function composeKeys(parts: {
  readonly box: KeyedBox;
  readonly vault: IdentityVault;
  readonly keeper: StateKeeper;
  readonly local: LocalStore<LocalData>;
  readonly identity: () => Identity | null;
  readonly credentials: CredentialDesk;
  readonly report: (what: string) => (fault: unknown) => void;
}) {
  const { box, vault, keeper, local, identity, credentials, report } = parts;
  const offer = createPassphraseOffer({ box, keeper, local });
  const decline = (): void => {
    const deviceId = identity()?.deviceId;
    if (deviceId !== undefined) offer.decline(deviceId);
  };
  return {
    /** What membership tells. */
    events: {
      async onOpened({ deviceId }: Identity): Promise<void> {
        // Only now can be read what the passphrase protects. What cannot is fetched again.
        if (box.kind === 'passphrase')
          await credentials.load().catch(report('credentials are fetched again'));
        offer.offer(deviceId);
      },
      onEntered({ deviceId }: Identity): void {
        if (box.kind === 'file') offer.decline(deviceId);
        offer.settle();
      },
    },
    handlers: (membership: Membership) =>
      keyHandlers({
        ...{ membership, vault },
        onKept(isProtected) {
          if (!isProtected) decline();
          offer.settle();
          credentials.keepAnew();
        },
      }),
    dismissNotice(id: string): void {
      if (id === OFFER_ID) decline();
      keeper.update((state) => ({ ...state, notices: state.notices.filter((each) => each.id !== id) }));
    },
  };
}
