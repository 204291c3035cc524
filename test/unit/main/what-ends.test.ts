import { inEnglish, wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, test } from 'vitest';
import { whyBarred } from '../../../main/state/why-barred.ts';
import { createLink, type ServiceApi } from '../../../main/sync/link.ts';
import { whatEnds } from '../../../main/sync/what-ends.ts';
import { trayViewOf } from '../../../main/tray/tray-view-of.ts';
import { refuse } from '../../../shared/domain/refusal.ts';
import { activated, approved, AT, request, review, snapshot } from './request-example.ts';

const signedOut = { kind: 'signedOut', mode: 'team', since: AT, ended: [], notSent: [] } as const;
const alarm = { kind: 'fork', sentence: 'Two histories.', evidenceFile: '/evidence' };

describe('a device that was signed out', () => {
  test('tells what it held and what waited', () => {
    const held = request({}, review('approve'), approved, ...activated());
    const me = { id: held.facts.requester, name: 'Dev', isOwner: false };
    const { setup, connection, organisation, names, catalog, log, notices, settings, language, device } =
      snapshot();
    const state = {
      setup,
      connection,
      organisation,
      names,
      catalog,
      log,
      notices,
      settings,
      language,
      device,
      newer: [],
      recoveryWaits: false,
    };
    const ends = whatEnds({ ...state, me, requests: { [held.facts.requestId]: held }, outbox: [] });
    expect(ends.ended).toMatchObject([{ requestId: held.facts.requestId }]);
    expect(ends.notSent).toEqual([]);
    const other = { ...me, id: 'somebody@example.com' };
    const notMine = whatEnds({
      ...state,
      me: other,
      requests: { [held.facts.requestId]: held },
      outbox: [],
    });
    expect(notMine.ended).toEqual([]);
  });

  test('offers the way on in the tray, and no request', () => {
    const labels = trayViewOf(snapshot({ setup: signedOut }), AT, wordsIn('en')).items.map((item) =>
      'label' in item ? item.label : '',
    );
    expect(labels).toContain('Signed out: join again or leave…');
    expect(labels).not.toContain('Request access…');
  });
});

describe('nothing is told to a service', () => {
  const { log } = snapshot();
  test.each([
    ['by a device that was signed out', { setup: signedOut, log }, 'notSignedIn'],
    [
      'after an alarm',
      { setup: { kind: 'ready', mode: 'team' } as const, log: { ...log, alarm } },
      'tampered',
    ],
  ])('%s', (_who, state, code) => {
    expect(whyBarred({ ...state, me: null })).toMatchObject({ code });
  });

  test('and an owner is not told to show the alarm to an owner', () => {
    const told = (isOwner: boolean) => {
      const me = { id: 'ana@example.com', name: 'Ana Example', isOwner };
      const setup = { kind: 'ready', mode: 'team' } as const;
      const barred = whyBarred({ setup, log: { ...log, alarm }, me });
      return barred && inEnglish(barred.told);
    };
    expect(told(true)).not.toContain('an owner');
    expect(told(false)).toContain('Show the evidence to an owner');
  });

  test('by any way: the link does not even call', async () => {
    let calls = 0;
    const link = createLink(() => refuse('notSignedIn', 'asWritten', { text: 'Signed out.' }));
    link.use({} as ServiceApi);
    const outcome = await link.call(async () => (calls += 1));
    expect([outcome.kind, calls]).toEqual(['refused', 0]);
  });
});
