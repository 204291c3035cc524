import { noticeSaid } from '../../../shared/contract/notice-said.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { createPoolConsent, type PoolConsent } from '../../../main/runner/pool-consent.ts';
import type { LocalData } from '../../../main/store/local-data.ts';
import type { DesktopState } from '../../../main/state/desktop-state.ts';
import { snapshot } from './request-example.ts';
import { wordsIn } from '../../../shared/words/words.ts';

const DEVICE = { deviceId: 'd1' };

describe('a desktop asks its person before it serves a pool that somebody else put on it', () => {
  let state: DesktopState;
  let kept: LocalData['agreedPools'];
  let served: readonly string[];
  let isSolo: boolean;
  let consent: PoolConsent;
  const start = (): void => {
    consent = createPoolConsent({
      runner: { serve: (pools) => void (served = pools) },
      keeper: { update: (change) => void (state = change(state)) },
      local: {
        data: () => ({ agreedPools: kept, session: { mode: isSolo ? 'solo' : 'team' } }) as LocalData,
        update: ({ agreedPools }) => void (kept = agreedPools ?? null),
        flush: () => Promise.resolve(),
      },
    });
  };
  const notices = () =>
    state.notices
      .map((notice) => noticeSaid(notice, { words: wordsIn('en'), nameOf: (id) => id }))
      .join('\n');
  beforeEach(() => {
    state = snapshot() as unknown as DesktopState;
    kept = null;
    served = ['not asked'];
    isSolo = false;
    start();
  });

  it('serves nothing and says so, until the person agrees', () => {
    consent.offer(DEVICE, ['laptop', 'other']);
    expect(served).toEqual([]);
    expect(notices()).toMatch(/the pools laptop, other\. It does so only when you allow it/);
    void consent.choose('laptop', true);
    expect(served).toEqual(['laptop']);
    void consent.choose('other', true);
    expect(served).toEqual(['laptop', 'other']);
    expect(notices()).toBe('');
  });

  it('remembers it over a restart, and serves no longer what the person took back', () => {
    consent.offer(DEVICE, ['laptop']);
    void consent.choose('laptop', true);
    start();
    consent.offer(DEVICE, ['laptop', 'new']);
    expect(served).toEqual(['laptop']);
    void consent.choose('laptop', false);
    expect(served).toEqual([]);
  });

  it('asks anew on another joining, and never agrees to what was not offered', () => {
    consent.offer(DEVICE, ['laptop']);
    void consent.choose('laptop', true);
    void consent.choose('else', true);
    consent.offer({ deviceId: 'd2' }, ['laptop', 'else']);
    expect(served).toEqual([]);
  });

  it('does not repeat a notice that was put away, but for another pool', () => {
    consent.offer(DEVICE, ['laptop']);
    state = { ...state, notices: [] };
    consent.offer(DEVICE, ['laptop']);
    expect(notices()).toBe('');
    consent.offer(DEVICE, ['laptop', 'other']);
    expect(notices()).toContain('other');
  });

  it('counts the own solo organisation as agreed', () => {
    isSolo = true;
    consent.offer(DEVICE, ['default']);
    expect(served).toEqual(['default']);
    expect(state.device.pools).toEqual([]);
    expect(notices()).toBe('');
  });
});
