import { expect, test } from 'vitest';
import { createPassphraseOffer, OFFER_ID } from '../../../main/credentials/passphrase-offer.ts';
import type { DesktopState } from '../../../main/state/desktop-state.ts';
import { localSections, type LocalData } from '../../../main/store/local-data.ts';
import type { SecretBox } from '../../../main/system/secret-box.ts';
import { sampleSnapshot } from '../../fakes/sample-snapshot.ts';

/** A desktop that keeps its keys so, and has heard an answer before or not. */
function desktop(kind: SecretBox['kind'], unprotected: string | null = null) {
  const box: { kind: SecretBox['kind'] } = { kind };
  let data = { unprotected: localSections.unprotected.parse(unprotected) } as LocalData;
  let state = { ...sampleSnapshot('empty', 0), notices: [] } as unknown as DesktopState;
  const offer = createPassphraseOffer({
    box,
    keeper: { update: (change) => void (state = change(state)) },
    local: { data: () => data, update: (part) => void (data = { ...data, ...part }) },
  });
  const offered = () => state.notices.some(({ id }) => id === OFFER_ID);
  return { box, offer, offered, kept: () => state.device.secretStorage, declined: () => data.unprotected };
}

test('who has keys in a file of before is offered a passphrase, until they say no', () => {
  const { offer, offered, declined } = desktop('file');
  offer.offer('device1');
  expect(offered()).toBe(true);
  offer.decline('device1');
  const next = desktop('file', declined());
  next.offer.offer('device1');
  expect(next.offered()).toBe(false);
  // Another device is another question.
  next.offer.offer('device2');
  expect(next.offered()).toBe(true);
});

test('who has a keyring or a passphrase is offered none, and the offer goes with the reason for it', () => {
  for (const kind of ['encrypted', 'passphrase'] as const) {
    const { offer, offered, kept } = desktop(kind);
    offer.offer('device1');
    expect(offered()).toBe(false);
    expect(kept()).toBe(kind);
  }
  const { box, offer, offered, kept } = desktop('file');
  offer.offer('device1');
  box.kind = 'passphrase';
  offer.settle();
  expect(offered()).toBe(false);
  expect(kept()).toBe('passphrase');
});
