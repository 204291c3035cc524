import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Organisation } from '../../../shared/domain/organisation/organisation.ts';
import { DAY_MS, instant, MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { answerOf, CheckBoard } from '../../../shared/service/checks/check-board.ts';

const START = Date.UTC(2030, 0, 1);
const provider = (id: string, host: string) => ({
  id,
  use: 'postgres',
  pool: 'default',
  digest: null,
  config: { host },
});
const entitlement = (id: string, providerId: string, roles: string[]) => ({
  ...{ id, title: `Title of ${id}`, description: '', providerId, input: { roles }, tags: {} },
});
const catalog = (version: number, host = 'db', roles = ['read']): Organisation => ({
  ...{ version, owners: [], members: {}, rules: [] },
  providers: { db: provider('db', host), other: provider('other', 'other') },
  entitlements: {
    'db:use': entitlement('db:use', 'db', roles),
    'other:use': entitlement('other:use', 'other', ['read']),
  },
});

const large = (count: number): Organisation => {
  const many = Array.from({ length: count }, (_, at) => entitlement(`e${at}`, 'db', ['read']));
  return { ...catalog(2), entitlements: Object.fromEntries(many.map((each) => [each.id, each])) };
};

let organisation: Organisation;
let board: CheckBoard;
let now: number;
beforeEach(() => {
  now = START;
  organisation = catalog(1);
  board = new CheckBoard(
    () => organisation,
    (text) => createHash('sha256').update(text).digest('hex'),
  );
});

const take = (runner: string, most = 10) => board.take('default', runner, { now: instant(now), most });
const ids = (runner: string) => take(runner).map((work) => work.entitlement.id);
const answer = (
  runner: string,
  work: { fence: number; entitlement: { id: string } } | undefined,
  problem: string | null,
) =>
  board.answer(
    runner,
    { pool: 'default', entitlementId: work?.entitlement.id ?? '', fence: work?.fence ?? 0, problem },
    instant(now),
  );
const answerAll = (runner: string, problem: string | null) => {
  for (const work of take(runner)) answer(runner, work, problem);
};
const said = (runner: string) =>
  Array.from(board.targets('default'), (target) => answerOf(target, runner)?.problem);

describe('which ends of access are checked', () => {
  it('every runner of a pool is asked about everything once, and no runner for another one', () => {
    expect(ids('a')).toEqual(['db:use', 'other:use']);
    expect(ids('a')).toEqual([]);
    expect(ids('b')).toEqual(['db:use', 'other:use']);
    expect(board.take('elsewhere', 'c', { now: instant(now), most: 10 })).toEqual([]);
  });

  it('after a publish, what that changed: the target or the parameters', () => {
    answerAll('a', null);
    organisation = catalog(2);
    expect(ids('a')).toEqual([]);
    organisation = catalog(3, 'moved');
    expect(ids('a')).toEqual(['db:use']);
    organisation = catalog(4, 'moved', ['write']);
    expect(ids('a')).toEqual(['db:use']);
    expect(said('a')).toEqual([undefined, null]);
  });

  it('when somebody asks, everything anew, and not more often than every few seconds', () => {
    answerAll('a', null);
    board.renew('default', { now: instant(now), by: 'owner' });
    expect(said('a')).toEqual([undefined, undefined]);
    answerAll('a', 'gone');
    board.renew('default', { now: instant(now + SECOND_MS), by: 'owner' });
    expect(said('a')).toEqual(['gone', 'gone']);
  });

  it('what is missing again after ten minutes, what was not answered after two, and what is there never', () => {
    const [first, second] = take('a');
    answer('a', first, 'gone');
    now += 2 * MINUTE_MS;
    expect(ids('a')).toEqual(['other:use']);
    expect(answer('a', second, null)).toBe(false);
    now += 2 * MINUTE_MS;
    const [again] = take('a');
    expect(answer('a', again, null)).toBe(true);
    now += 10 * MINUTE_MS;
    expect(ids('a')).toEqual(['db:use']);
  });

  it('an answer counts only once, and from the runner that was asked', () => {
    const [work] = take('a', 1);
    expect(answer('b', work, null)).toBe(false);
    expect(answer('a', work, 'gone')).toBe(true);
    expect(answer('a', work, null)).toBe(false);
    expect(said('a')[0]).toBe('gone');
  });

  it('a runner is alive for a while after it asked for work, and forgotten after a day', () => {
    answerAll('a', 'gone');
    expect(board.alive('default', instant(now + 30 * SECOND_MS))).toEqual(['a']);
    expect(board.alive('default', instant(now + MINUTE_MS))).toEqual([]);
    now += DAY_MS;
    take('b');
    expect(said('a')).toEqual([undefined, undefined]);
  });
});

describe('who asks anew again and again', () => {
  it('keeps nothing from being checked', () => {
    organisation = large(35);
    const asked = new Set<string>();
    for (let second = 0; second < 100; second += 5.2) {
      now = START + second * SECOND_MS;
      board.renew('default', { now: instant(now), by: 'owner' });
      for (const work of take('a', 5)) {
        asked.add(work.entitlement.id);
        answer('a', work, null);
      }
    }
    expect(asked.size).toBe(35);
  });

  it('does not have asked twice what is being answered, and that answer counts', () => {
    const [first] = take('a', 1);
    board.renew('default', { now: instant(now), by: 'owner' });
    expect(ids('a')).toEqual(['other:use']);
    expect(answer('a', first, 'gone')).toBe(true);
    expect(said('a')[0]).toBe('gone');
    expect(ids('a')).toEqual([]);
  });

  it('and is no owner gets the answers to the last asking for two minutes', () => {
    answerAll('a', null);
    board.renew('default', { now: instant(now), by: 'other' });
    answerAll('a', 'gone');
    now += MINUTE_MS;
    board.renew('default', { now: instant(now), by: 'other' });
    expect(said('a')).toEqual(['gone', 'gone']);
    board.renew('default', { now: instant(now), by: 'owner' });
    expect(said('a')).toEqual([undefined, undefined]);
  });
});

describe('what owners are told of it', () => {
  const news = (isWhole = true, runner = 'a') => {
    const next = board.news.next('default', runner, { by: 'dev', now: instant(now), isWhole });
    next?.told();
    return next;
  };

  it('what is missing, once, and when it is there again', () => {
    answerAll('a', 'there is no heir.');
    expect(news()?.lines).toEqual([
      'Title of db:use (db:use): there is no heir.',
      'Title of other:use (other:use): there is no heir.',
    ]);
    now += 10 * MINUTE_MS;
    answerAll('a', 'there is no heir.');
    expect(news()).toBeNull();
    now += 10 * MINUTE_MS;
    answerAll('a', null);
    expect(news()?.lines).toEqual([]);
  });

  it('all that is missing, also what was told before; what the catalog does not have any more is not missing', () => {
    const [first, second] = take('a');
    answer('a', first, 'gone');
    expect(news()?.lines).toHaveLength(1);
    now += MINUTE_MS;
    answer('a', second, 'gone, too');
    expect(news()?.lines).toHaveLength(2);
    now += 2 * MINUTE_MS;
    organisation = { ...catalog(2), entitlements: { 'db:use': entitlement('db:use', 'db', ['read']) } };
    take('a');
    expect(news()?.lines).toEqual(['Title of db:use (db:use): gone']);
  });

  it('nothing where all is there, and at most once a minute', () => {
    const [first, second] = take('a');
    answer('a', first, null);
    expect(news()).toBeNull();
    answer('a', second, 'gone');
    expect(news()?.lines).toHaveLength(1);
    board.renew('default', { now: instant(now), by: 'owner' });
    answerAll('a', 'gone otherwise');
    expect(news()).toBeNull();
    now += MINUTE_MS;
    expect(news()?.lines).toHaveLength(2);
  });

  it('a long list ends with how many more there are', () => {
    organisation = large(30);
    for (let round = 0; round < 3; round += 1) answerAll('a', 'gone');
    expect(news()).toMatchObject({ more: 20 });
  });

  it('no finding and no entry is longer than owners can read', () => {
    organisation = large(100);
    for (let round = 0; round < 10; round += 1) answerAll('a', 'x'.repeat(4_000));
    expect(JSON.stringify(news()?.lines).length).toBeLessThan(4_000);
  });

  it('while there is more to ask, what is known for half a minute', () => {
    const [first] = take('a', 1);
    answer('a', first, 'gone');
    expect(news(false)).toBeNull();
    now += 30 * SECOND_MS;
    expect(news(false)?.lines).toHaveLength(1);
  });

  it('what the catalog does not have any more is told after half a minute, although there is more to ask', () => {
    const [first] = take('a', 1);
    answer('a', first, 'gone');
    news();
    organisation = { ...catalog(2), entitlements: {} };
    take('a');
    now += 2 * MINUTE_MS;
    expect(news(false)).toBeNull();
    now += 30 * SECOND_MS;
    expect(news(false)?.lines).toEqual([]);
  });

  it('what is said while the last news are written is told, too', () => {
    const [first, second] = take('a');
    answer('a', first, 'gone');
    now += 30 * SECOND_MS;
    const next = board.news.next('default', 'a', { by: 'dev', now: instant(now), isWhole: false });
    answer('a', second, 'gone, too');
    next?.told();
    now += 2 * MINUTE_MS;
    expect(news(false)?.lines).toHaveLength(2);
  });

  it('what is gone before anybody was told of it hurries nothing that comes after it', () => {
    const [first] = take('a', 1);
    answer('a', first, 'gone');
    organisation = { ...catalog(2), entitlements: {} };
    take('a');
    expect(news(false)).toBeNull();
    now += MINUTE_MS;
    organisation = catalog(3);
    const [again] = take('a', 1);
    answer('a', again, 'gone');
    expect(news(false)).toBeNull();
    now += 30 * SECOND_MS;
    expect(news(false)?.lines).toHaveLength(1);
  });

  it('less and less often of one person, whatever their runners say and however many they have', () => {
    const toldWithin = (hours: number): number => {
      let told = 0;
      for (const end = now + hours * 60 * MINUTE_MS; now < end; now += 20 * SECOND_MS) {
        board.renew('default', { now: instant(now), by: 'owner' });
        for (const runner of ['a', 'b', 'c']) {
          answerAll(runner, `gone at ${now}`);
          if (news(true, runner)) told += 1;
        }
      }
      return told;
    };
    expect(toldWithin(1)).toBeLessThanOrEqual(6);
    expect(toldWithin(10)).toBeLessThanOrEqual(10);
  });
});
