import { said } from '../../fakes/said.ts';
import { wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, test } from 'vitest';
import { noticeChanges } from '../../../main/notifications/notice-changes.ts';
import { wantedNotices } from '../../../main/notifications/wanted-notices.ts';
import { evolve } from '../../../shared/domain/request/evolve.ts';
import type { RequestEntry } from '../../../shared/domain/request/request-entry.ts';
import type { RequestState } from '../../../shared/domain/request/request.ts';
import { instant, type Instant } from '../../../shared/lib/time.ts';
import { at, request, review, snapshot } from './request-example.ts';

const DEV = 'dev@example.com';
const LEAD = 'lead@example.com';
const SECOND = 'second@example.com';
const dev = { id: DEV, name: 'Dev Example', isOwner: false };

/** What people said, each after so many seconds. */
const commented = (by: readonly (readonly [number, string])[], first = request()): RequestState =>
  by.reduce(
    (state, [second, who], index) =>
      evolve(
        state,
        {
          type: 'requestCommented',
          by: who,
          comment: said(`no. ${index + 1}`),
          commentId: `comment${index}`,
        },
        at(second),
      ),
    first,
  );
const toLead = (state: RequestState, now: Instant, since = instant(0)) =>
  wantedNotices(snapshot({ inbox: [state] }), { since, now, words: wordsIn('en') }).filter(({ id }) =>
    id.startsWith('comment/'),
  );
const toDev = (state: RequestState, now: Instant) =>
  wantedNotices(snapshot({ me: dev, mine: [state] }), { since: instant(0), now, words: wordsIn('en') });

describe('who is told that somebody commented', () => {
  test('who asked, with what was said and where it is', () => {
    expect(toDev(commented([[5, LEAD]]), at(5))).toEqual([
      {
        id: 'comment/request00001',
        fingerprint: String(at(5)),
        said: 'no. 1',
        title: 'Lead Example commented on your request',
        body: 'Write to the payments database\nno. 1',
        urgency: 'normal',
        actions: [
          {
            id: 'default',
            label: 'Open',
            does: { kind: 'open', view: 'request', requestId: 'request00001' },
          },
        ],
      },
    ]);
  });

  test('nothing of what was erased, also where it stands already', () => {
    const state = commented([[5, LEAD]]);
    const comments = (state.comments ?? []).map((each) => ({ ...each, text: { sha256: 'a'.repeat(64) } }));
    expect(toDev({ ...state, comments }, at(6))).toEqual([]);
  });

  test('those whose answer is missing, and nobody who has answered', () => {
    const state = commented([[5, DEV]]);
    expect(toLead(state, at(5))).toMatchObject([
      {
        title: 'Dev Example commented',
        body: 'Write to the payments database, asked by Dev Example\nno. 1',
        actions: [{ does: { view: 'inbox' } }],
      },
    ]);
    const plan = {
      kind: 'review' as const,
      steps: [{ name: 's', meant: [[{ kind: 'anyone' as const }]], need: 2 }],
    };
    expect(toLead(commented([[5, DEV]], request({ plan }, review('approve'))), at(5))).toEqual([]);
  });

  test('not the author, and nobody who has said something since', () => {
    expect(toDev(commented([[5, DEV]]), at(5))).toEqual([]);
    expect(
      toDev(
        commented([
          [5, LEAD],
          [9, DEV],
        ]),
        at(9),
      ),
    ).toEqual([]);
  });

  test('not of what was said before this device joined', () => {
    expect(toLead(commented([[5, DEV]]), at(9), at(6))).toEqual([]);
    expect(toLead(commented([[6, DEV]]), at(9), at(6))).toHaveLength(1);
  });

  test('what is long or wants to be something else is shown as text', () => {
    const comment = said(`<b>\u202e\n\n${'x'.repeat(2_000)}`);
    const entry: RequestEntry = { type: 'requestCommented', by: LEAD, commentId: 'comment01', comment };
    const [notice] = toDev(evolve(request(), entry, at(1)), at(1));
    expect(notice?.body).toMatch(/^Write to the payments database\n<b>⟨U\+202E⟩ x{100,}…$/);
    expect(notice?.body.length).toBeLessThan(350);
  });
});

describe('how often', () => {
  /** When somebody is told, second by second, and of which comment. */
  function told(said: readonly (readonly [number, string])[], tell = toDev): string[] {
    let shown = {};
    const all: string[] = [];
    for (let second = 0; second <= 400; second += 1) {
      const sofar = commented(said.filter(([when]) => when <= second));
      const changes = noticeChanges(shown, tell(sofar, at(second)));
      ({ shown } = changes);
      for (const { body } of changes.show) all.push(`${second}: ${body.split('\n')[1]}`);
    }
    return all;
  }

  test('at once, and of what comes within a minute when it is over', () => {
    expect(
      told([
        [10, LEAD],
        [20, LEAD],
        [30, SECOND],
        [300, LEAD],
      ]),
    ).toEqual(['10: no. 1', '70: no. 3', '300: no. 4']);
  });

  test('once a minute, whoever writes how much', () => {
    const said = Array.from({ length: 90 }, (_, index) => [index * 2, index % 2 ? LEAD : SECOND] as const);
    expect(told(said)).toEqual(['0: no. 1', '60: no. 31', '120: no. 61', '180: no. 90']);
  });

  test('also where an answer of one’s own comes between', () => {
    expect(
      told([
        [10, LEAD],
        [20, DEV],
        [30, LEAD],
      ]),
    ).toEqual(['10: no. 1', '70: no. 3']);
  });

  test('at once where this computer’s clock is behind', () => {
    expect(toDev(commented([[500, LEAD]]), at(5))).toHaveLength(1);
  });
});
