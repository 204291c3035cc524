import type { LocalData } from '../store/local-data.ts';
import type { LocalStore } from '../store/local-store.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import type { SecretBox } from '../system/secret-box.ts';
import { told } from '../../shared/words/told.ts';

/** Tells who has keys in a file that a passphrase would protect them; who wants none is not told again. */
export interface PassphraseOffer {
  /** At a start, for the device whose keys were read. */
  offer(deviceId: string): void;
  /** The person chose to keep them as they are. */
  decline(deviceId: string): void;
  /** How keys are kept has changed, or is known only now. */
  settle(): void;
}

export const OFFER_ID = 'passphrase';

export function createPassphraseOffer({
  box,
  keeper,
  local,
}: {
  readonly box: Pick<SecretBox, 'kind'>;
  readonly keeper: Pick<StateKeeper, 'update'>;
  readonly local: Pick<LocalStore<LocalData>, 'data' | 'update'>;
}): PassphraseOffer {
  const offer: PassphraseOffer = {
    offer(deviceId) {
      offer.settle();
      if (box.kind !== 'file' || local.data().unprotected === deviceId) return;
      keeper.update((state) => ({
        ...state,
        notices: [
          ...state.notices.filter(({ id }) => id !== OFFER_ID),
          {
            id: OFFER_ID,
            tone: 'warning',
            text: told('passphraseOffer'),
            about: { view: 'settings', part: 'device' },
            dismissible: true,
          },
        ],
      }));
    },
    decline: (deviceId) => local.update({ unprotected: deviceId }),
    settle: () =>
      keeper.update((state) => ({
        ...state,
        device: { ...state.device, secretStorage: box.kind },
        notices: box.kind === 'file' ? state.notices : state.notices.filter(({ id }) => id !== OFFER_ID),
      })),
  };
  return offer;
}
