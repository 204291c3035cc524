import { join } from 'node:path';
import type { Identity } from '../../shared/client/identity.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import { fingerprintWords } from '../../shared/system/key-words.ts';
import type { LocalData } from '../store/local-data.ts';
import type { LocalStore } from '../store/local-store.ts';

type Session = NonNullable<LocalData['session']>;

/** Keeps, and shows, that this device belongs to an organisation now. What was known of that before is not forgotten. */
export function rememberJoined(
  {
    local,
    keeper,
    clock,
    home,
  }: {
    readonly local: Pick<LocalStore<LocalData>, 'data' | 'update'>;
    readonly keeper: Pick<StateKeeper, 'update'>;
    readonly clock: Pick<Clock, 'now'>;
    readonly home: string;
  },
  {
    joined,
    mode,
    name,
  }: { readonly joined: Identity; readonly mode: Session['mode']; readonly name: string },
): Session {
  const known = local.data().session ?? {
    mode,
    joinedAt: clock.now(),
    deviceName: name,
    me: { ...joined.member, isOwner: false, pools: [] },
    organisation: { name: joined.organisation, version: 0, people: 0 },
  };
  const session = { ...known, deviceId: joined.deviceId };
  local.update({ session });
  keeper.update((state) => ({
    ...state,
    me: state.me ?? session.me,
    device: { ...state.device, name },
    organisation: {
      ...session.organisation,
      url: joined.url,
      // Of what was pinned, and not of what a service says.
      fingerprint: joined.founding && fingerprintWords(joined.founding),
      folder: mode === 'solo' ? join(home, 'organisation') : null,
    },
  }));
  return session;
}
