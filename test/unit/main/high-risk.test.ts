import { inWords } from '../../support/in-words.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { actOnNotice } from '../../../main/notifications/act-on-notice.ts';
import { reviewNotice } from '../../../main/notifications/review-notice.ts';
import { createOutbox } from '../../../main/sync/outbox.ts';
import type { OutboxCommand } from '../../../main/store/outbox-command.ts';
import { createPersonCommands } from '../../../main/sync/person-commands.ts';
import type { RequestFacts } from '../../../shared/domain/request/request.ts';
import { reviewedContent } from '../../../shared/domain/request/reviewed-content.ts';
import { canonicalBytes } from '../../../shared/lib/canonical-json.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { testSigner } from '../../fakes/test-signer.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { AT, facts, request } from './request-example.ts';
import { wordsIn } from '../../../shared/words/words.ts';

const hashed = (of: RequestFacts): RequestFacts => ({
  ...of,
  requestHash: Buffer.from(sha256(canonicalBytes(reviewedContent(sha256, of)))).toString('hex'),
});
const HIGH = request(hashed(facts({ risk: 'high' })));
const ORDINARY = request(hashed(facts({ requestId: 'request00002' })));
const { requestId, requestHash } = HIGH.facts;

let sent: OutboxCommand[];
let opened: unknown[];
/** The desktop's commands with a service that takes all that it gets. */
const commands = createPersonCommands({
  clock: new ManualClock(),
  outbox: createOutbox({
    list: () => [],
    save: async () => undefined,
    send: async (command) => {
      sent.push(command);
      return { kind: 'answered', value: HIGH };
    },
    onState: () => undefined,
    barred: () => null,
    isSlow: () => false,
    clock: new ManualClock(),
  }),
  signer: () => testSigner(),
  requests: () => ({ [requestId]: HIGH, [ORDINARY.facts.requestId]: ORDINARY }),
  titleOf: (id) => id,
});
const act = actOnNotice({
  words: () => wordsIn('en'),
  window: { open: (place) => void opened.push(place) },
  commands,
  credentials: { view: () => Promise.reject(new Error('nobody asked for one')) },
  clipboard: { copy: () => Promise.reject(new Error('nobody copies')) },
  logger: { debug() {}, info() {}, warn() {}, error() {} },
  now: () => AT,
  requestOf: (id) => (id === requestId ? HIGH : ORDINARY),
  say: () => undefined,
});

beforeEach(() => {
  sent = [];
  opened = [];
});

describe('what is high risk', () => {
  test('has no button in a notification that answers it: every press opens the window at it', () => {
    const { actions, body } = reviewNotice(HIGH, { isTooOld: false, words: wordsIn('en') });
    expect(actions.map(({ does }) => does)).toEqual(
      actions.map(() => ({ kind: 'open', view: 'inbox', requestId })),
    );
    expect(body.split('\n')[0]).toBe('High risk: open it to answer.');
    expect(
      reviewNotice(ORDINARY, { isTooOld: false, words: wordsIn('en') }).actions.map(({ id }) => id),
    ).toEqual(['approve', 'deny', 'open', 'default']);
  });

  test.each(['approve', 'deny'] as const)(
    'is not answered by a press to %s, wherever it came from: it opens the window',
    (decision) => {
      act({ kind: 'review', decision, requestId, requestHash, step: 0 }, () => undefined);
      expect(sent).toEqual([]);
      expect(opened).toEqual([{ view: 'inbox', requestId }]);
    },
  );

  test('is approved only by who confirmed it', async () => {
    const review = { requestId, decision: 'approve', comment: '', requestHash, step: 0 } as const;
    expect(await commands.review(review)).toMatchObject({
      ok: false,
      error: { told: inWords('This is high risk: open it in the window, and confirm it there.') },
    });
    expect(sent).toEqual([]);
    expect(await commands.review({ ...review, isConfirmed: true })).toMatchObject({ ok: true });
    expect(sent).toMatchObject([{ input: { signed: { statement: { body: { decision: 'approve' } } } } }]);
  });
});
