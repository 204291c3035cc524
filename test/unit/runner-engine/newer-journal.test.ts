import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instant, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { readJournalLine } from '../../../shared/formats/journal/journal-line.ts';
import { GrantBook } from '../../../shared/runner/grant-book.ts';
import { jobOfWork } from '../../../shared/runner/journal-wire.ts';
import { openRunnerJournal } from '../../../shared/runner-process/open-runner-journal.ts';
import { transient } from '../../fakes/target.ts';
import { appendLines, linesOf } from '../../support/journal-lines.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

const NEWER = '{"v":2, "type":"granted","grantId":"grant001","at":1,"until":{"at":9}}';
const OF_ANOTHER_KIND = '{"v":1,"type":"windowMoved","grantId":"grant001","at":1}';
const WITH_A_FIELD_THAT_DOES_NOT_FIT =
  '{"v":1,"type":"attemptFailed","grantId":"grant001","at":1,"attempts":"two"}';
const ABOUT_NO_GRANT = '{"v":2,"type":"witness","size":7}';
const LINES = [NEWER, OF_ANOTHER_KIND, WITH_A_FIELD_THAT_DOES_NOT_FIT, ABOUT_NO_GRANT];

let root: string;
beforeAll(() => void (root = mkdtempSync(join(tmpdir(), 'latchkey-newer-'))));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a journal with lines that are not known', () => {
  const at = instant(1);
  const grantId = 'grant001';

  it('has them byte for byte after each compaction, also of a grant that is done, and says so each time', async () => {
    const folder = mkdtempSync(join(root, 'j-'));
    appendLines(folder, LINES);
    for (let opened = 0; opened < 3; opened += 1) {
      const book = new GrantBook(openRunnerJournal(folder));
      expect(await book.open(at)).toEqual([]);
      expect(book.unknownLines).toBe(LINES.length);
      // Begun and ended so often that it is compacted while it is open, too.
      const job = jobOfWork(runnerWork(), 'default');
      const records = Array.from({ length: 1_100 }, () => [
        book.record({ type: 'grantIntent', at, grantId, job }),
        book.record({ type: 'done', at, grantId }),
      ]);
      await Promise.all(records.flat());
      await book.close();
      const lines = linesOf(folder);
      expect(lines.length).toBeLessThan(2_000);
      expect(lines.filter((line) => LINES.includes(line)).sort()).toEqual([...LINES].sort());
    }
  });

  it('does not end again what is done, also after the next start', async () => {
    const folder = mkdtempSync(join(root, 'j-'));
    const { provider, entitlement, subject } = runnerWork();
    const intent = JSON.stringify({ v: 2, type: 'begun', grantId, provider, entitlement, subject });
    appendLines(folder, [intent, NEWER]);
    const first = new GrantBook(openRunnerJournal(folder));
    await first.open(at);
    expect(first.get(grantId)?.phase).toMatchObject({ kind: 'revoking', cause: 'unclear' });
    await first.record({ type: 'done', at, grantId });
    // What a report that was under way still writes.
    await first.record({ type: 'grantReported', at, grantId });
    expect([...first.entries(), ...first.unclear()]).toEqual([]);
    await first.close();
    const second = new GrantBook(openRunnerJournal(folder));
    await second.open(at);
    expect([...second.entries(), ...second.unclear()]).toEqual([]);
    expect(linesOf(folder)).toEqual(expect.arrayContaining([intent, NEWER]));
    await second.close();
  });
});

describe('what was read from a line that is not known', () => {
  it('is ended anew where the service orders it, since its target may have been another', async () => {
    const folder = mkdtempSync(join(root, 'j-'));
    const [at, grantId] = [instant(1), 'grant001'];
    const { provider, entitlement, subject } = runnerWork();
    const begun = { v: 2, type: 'begun', grantId, provider, entitlement, subject, state: { role: 'r' } };
    appendLines(folder, [JSON.stringify(begun)]);
    const book = new GrantBook(openRunnerJournal(folder));
    await book.open(at);
    await book.record({ type: 'revoked', at, grantId, verifiedAt: at, evidence: null });
    expect(book.get(grantId)?.phase.kind).toBe('gone');
    const job = jobOfWork(runnerWork({ provider: { ...provider, config: { host: 'new' } } }), 'default');
    const order = { cause: 'ordered' as const, dueAt: at, message: null, reportedGone: false };
    await book.record({ type: 'revokeIntent', at, grantId, ...order, job, state: null });
    const expected = { job, state: { role: 'r' }, phase: { kind: 'revoking', cause: 'ordered' } };
    expect(book.get(grantId)).toMatchObject(expected);
    await book.close();
    const again = new GrantBook(openRunnerJournal(folder));
    await again.open(at);
    expect(again.get(grantId)).toMatchObject(expected);
    await again.close();
  });
});

describe('a runner', () => {
  let story: RunnerStory;
  beforeEach(async () => {
    story = new RunnerStory();
    await story.start();
  });
  afterEach(() => story.stop());

  const active = async (): Promise<void> => {
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    expect(story.target.present.has('grant001')).toBe(true);
  };
  /** The runner ends, and the next one finds these lines after its own. */
  const restartedWith = async (...texts: string[]): Promise<void> => {
    await story.crash();
    story.journal.disk.push(...texts.map(readJournalLine));
    story.told();
    await story.start();
    await story.clock.advance(SECOND_MS);
  };

  it.each([
    ['a newer version', NEWER],
    ['a kind', OF_ANOTHER_KIND],
    ['a field', WITH_A_FIELD_THAT_DOES_NOT_FIT],
  ])(
    'with active access ends it at once when its journal has %s about it that is not known',
    async (_what, text) => {
      await active();
      await restartedWith(text);
      expect(story.told().map((line) => line.replace(/^\S+ /, ''))).toEqual([
        'revoke grant001: ok',
        'verify grant001: gone',
        'service hears revoked of grant001',
      ]);
      expect(story.target.calls.at(-1)?.call.state).toEqual({ role: 'latchkey_grant001' });
      expect(story.runner.state()).toMatchObject({ grants: [], newerRecords: 1, unclear: [] });
      expect(story.said.filter((line) => line.includes('by a newer Latchkey'))).toEqual([
        expect.stringMatching(/^error: 1 line of this journal was .*ended now: grant001\. Start/),
      ]);
    },
  );

  it('ends no other access for it', async () => {
    await active();
    await restartedWith(NEWER.replace('grant001', 'grant002'), ABOUT_NO_GRANT);
    expect(story.target.present.has('grant001')).toBe(true);
    await story.clock.advance(9 * MINUTE_MS);
    expect(story.target.present.has('grant001')).toBe(false);
  });

  it('goes on until it is gone, also after the next start, and where the service does not agree before the deadline', async () => {
    await active();
    story.service.refuseReports('revoked', 'notActive');
    story.target.willAnswer('revoke', transient('busy'), { times: 2 });
    await restartedWith(NEWER);
    await story.crash();
    await story.start();
    await story.clock.advance(5 * SECOND_MS);
    expect(story.target.present.has('grant001')).toBe(false);
    expect(story.runner.state().unreported).toBe(1);
    await story.clock.advance(HOUR_MS);
    story.service.refuseReports('revoked', null);
    await story.clock.advance(HOUR_MS);
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'revoked' });
    expect(story.runner.state().unreported).toBe(0);
  });

  it('ends what it was setting up, and looks again at what was verified gone before the line', async () => {
    story.service.isAway = true;
    await story.crash();
    const job = jobOfWork(runnerWork(), 'default');
    const at = story.clock.now();
    story.journal.disk.push({ type: 'grantIntent', at, grantId: 'grant001', job });
    story.target.present.add('grant001');
    await restartedWith(NEWER);
    expect(story.target.present.has('grant001')).toBe(false);
    story.target.present.add('grant001');
    await restartedWith(OF_ANOTHER_KIND);
    expect(story.target.present.has('grant001')).toBe(false);
    story.service.isAway = false;
    await story.clock.advance(MINUTE_MS);
    expect(story.service.reports.map((each) => each.kind)).toEqual(['activationFailed']);
  });

  it('ends what it can read of an intent that it does not know, and tells whom it can', async () => {
    const { provider, entitlement, subject, requestId } = runnerWork();
    for (const grantId of ['grant001', 'grant002']) story.target.present.add(grantId);
    const intent = { v: 2, type: 'begun', provider, entitlement, subject, state: { role: 'r' } };
    await restartedWith(
      JSON.stringify({ ...intent, grantId: 'grant001', requestId }),
      JSON.stringify({ ...intent, grantId: 'grant002' }),
    );
    expect([...story.target.present]).toEqual([]);
    expect(story.target.calls[0]?.call.state).toEqual({ role: 'r' });
    expect(story.service.reports).toMatchObject([{ kind: 'activationFailed', grantId: 'grant001' }]);
    expect(story.runner.state()).toMatchObject({ grants: [], unreported: 0, serviceTrouble: null });
  });

  it('takes what the service orders for what it has read of it', async () => {
    const { entitlement, subject, requestId } = runnerWork();
    const provider = { use: 'fake', config: { host: 'old' } };
    story.target.present.add('grant001');
    story.target.willAnswer('revoke', transient('busy'), { times: 3 });
    await restartedWith(
      JSON.stringify({ v: 2, type: 'begun', grantId: 'grant001', requestId, provider, entitlement, subject }),
    );
    const target = { ...runnerWork().provider, config: { host: 'new' } };
    story.service.offer(runnerWork({ kind: 'revoke', provider: target, state: { role: 'r' }, fence: 0 }));
    await story.clock.advance(MINUTE_MS);
    expect(story.target.calls.at(-1)?.call).toMatchObject({ config: { host: 'new' }, state: { role: 'r' } });
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'revoked', grantId: 'grant001' });
  });

  it('says what somebody has to look at when it cannot read enough, and does what the service orders', async () => {
    story.target.present.add('grant001');
    await restartedWith('{"v":2,"type":"begun","grantId":"grant001","provider":{"use":"postgres"}}');
    expect(story.runner.state()).toMatchObject({
      grants: [],
      newerRecords: 1,
      unclear: [{ grantId: 'grant001', hint: 'postgres' }],
      newer: [
        expect.stringMatching(/^1 line of this journal was written by a newer Latchkey/),
        expect.stringMatching(/cannot end what it cannot read: grant001 \(postgres\)\./),
      ],
    });
    expect(story.said.filter((line) => line.includes('cannot end'))).toEqual([
      expect.stringMatching(/^error: .*cannot end what it cannot read: grant001 \(postgres\)\./),
    ]);
    story.service.offer(runnerWork({ kind: 'revoke' }));
    await story.clock.advance(SECOND_MS);
    expect(
      story
        .told()
        .slice(-3)
        .map((line) => line.replace(/^\S+ /, '')),
    ).toEqual(['revoke grant001: ok', 'verify grant001: gone', 'service hears revoked of grant001']);
    expect(story.runner.state().unclear).toEqual([]);
  });
});
