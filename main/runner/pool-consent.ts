import type { Identity } from '../../shared/client/identity.ts';
import type { Notice } from '../../shared/contract/snapshot.ts';
import type { LocalData } from '../store/local-data.ts';
import type { LocalStore } from '../store/local-store.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import type { RunnerHost } from './runner-host.ts';
import { told } from '../../shared/words/told.ts';

export interface PoolConsent {
  /** The organisation says which pools this device may serve. */
  offer(identity: Pick<Identity, 'deviceId'>, pools: readonly string[]): void;
  /** The person says whether it does. */
  choose(pool: string, isAgreed: boolean): Promise<void>;
}

const NOTICE_ID = 'pools';

/**
 * Who may publish can write any pool to a person. This computer runs scripts for a pool, with its own secrets, only after
 * its person agreed; the organisation that was made on this computer is theirs, and counts as agreed.
 */
export function createPoolConsent(parts: {
  readonly runner: Pick<RunnerHost, 'serve'>;
  readonly keeper: Pick<StateKeeper, 'update'>;
  readonly local: Pick<LocalStore<LocalData>, 'data' | 'update' | 'flush'>;
}): PoolConsent {
  const { runner, keeper, local } = parts;
  let offered: { readonly deviceId: string; readonly pools: readonly string[] } | null = null;

  const agreedTo = (deviceId: string): readonly string[] => {
    const kept = local.data().agreedPools;
    // What was agreed with the device that was asked: whoever joins anew is asked anew.
    return kept?.deviceId === deviceId ? kept.pools : [];
  };
  const apply = (): void => {
    if (!offered) return;
    const { deviceId, pools } = offered;
    const known = agreedTo(deviceId);
    const isSolo = local.data().session?.mode === 'solo';
    const view = isSolo ? [] : pools.map((name) => ({ name, isAgreed: known.includes(name) }));
    runner.serve(pools.filter((name) => isSolo || known.includes(name)));
    keeper.update((state) => {
      const open = view.filter(({ isAgreed }) => !isAgreed).map(({ name }) => name);
      const before = state.device.pools.filter(({ isAgreed }) => !isAgreed).map(({ name }) => name);
      // Put away once, it comes back only for another pool.
      const isNew = open.some((name) => !before.includes(name));
      const others = state.notices.filter(({ id }) => id !== NOTICE_ID);
      const keep = open.length === 0 ? others : isNew ? [...others, noticeOf(open)] : state.notices;
      return { ...state, device: { ...state.device, pools: view }, notices: keep };
    });
  };

  return {
    offer({ deviceId }, pools) {
      offered = { deviceId, pools };
      apply();
    },
    async choose(pool, isAgreed) {
      if (!offered?.pools.includes(pool)) return;
      const { deviceId } = offered;
      const others = agreedTo(deviceId).filter((each) => each !== pool);
      const agreedPools = { deviceId, pools: isAgreed ? [...others, pool] : others };
      local.update({ agreedPools });
      apply();
      await local.flush();
    },
  };
}

const noticeOf = (pools: readonly string[]): Notice => ({
  id: NOTICE_ID,
  tone: 'warning',
  text: told('poolsWanted', { pools }),
  about: { view: 'settings', part: 'device' },
  dismissible: true,
});
