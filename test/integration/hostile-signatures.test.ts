import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HistoryDatabase } from '../../main/store/history-database.ts';
import { openHistory } from '../../main/store/open-history.ts';
import { createLogSync } from '../../main/sync/log-sync.ts';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { logFollower } from '../../shared/client/log-follower.ts';
import { logIdentity } from '../../shared/client/log-identity.ts';
import type { LogStatus } from '../../shared/contract/snapshot.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { SignedStatement } from '../../shared/domain/statements/statement.ts';
import { commitmentOf } from '../../shared/lib/said.ts';
import { fromBase64 } from '../../shared/log/keys.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import { advanceByLeaves, nothingTrusted, trustedLogToJson } from '../../shared/log/log-watch.ts';
import type { LogAlarm } from '../../shared/log/log-alarm.ts';
import { openCheckpoint } from '../../shared/log/checkpoint.ts';
import { verifyInclusion } from '../../shared/log/proofs.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { FakeLog } from '../fakes/fake-log.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { DEV, hashed, LEAD, OWNER, PeopleLog } from '../fakes/people-log.ts';
import { said } from '../fakes/said.ts';
import { facts } from '../unit/main/request-example.ts';
import { startFakeEdge } from './edge-of-fake.ts';
import { inThisThread } from './history-here.ts';
import { inWordsWith, saidInEnglish } from '../support/in-words.ts';

// A hostile service that has the log's key: whatever it writes is in the tree, and signed by it. Only what people sign it cannot
// write.

let folder: string;
let stops: (() => Promise<unknown> | void)[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-forged-'));
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

const WHY = said('quixotic zugzwang');
const ASKED = hashed(facts({ reason: WHY }));
const { requestId: REQUEST } = ASKED;
const STREAM = `request/${REQUEST}`;

/** Four entries as they should be: three people joined, and one asks for something. */
function begin(): PeopleLog {
  const people = new PeopleLog();
  for (const person of [OWNER, LEAD, DEV]) people.join(person);
  people.ask(ASKED);
  return people;
}

/** What such a service may try, as entry 4, and what is said of it. */
const LIES: readonly (readonly [string, LogAlarm['kind'], string, (people: PeopleLog) => void])[] = [
  [
    'an approval that nobody signed',
    'entry',
    'Entry 4, which says “lead@example.com approved”, is signed by nobody.',
    (people) => {
      const { deviceId } = people.device(LEAD);
      const review = { reviewer: LEAD, deviceId, decision: 'approve', step: 0, at: people.now } as const;
      const entry: Entry = { type: 'reviewGiven', review: { ...review, comment: said('') } };
      people.write(STREAM, entry, { actor: LEAD });
    },
  ],
  [
    'an approval that another device signed',
    'entry',
    'Entry 4, which says “lead@example.com approved”, is not signed by a device of theirs.',
    (people) => people.review(ASKED, people.approval(LEAD, ASKED, { key: people.device(DEV).key })),
  ],
  [
    'an approval of another request',
    'entry',
    'answers another request than the one in which it stands.',
    (people) => people.review(ASKED, people.approval(LEAD, hashed(facts()))),
  ],
  [
    'access without the approvals that it needs',
    'entry',
    'Entry 4, which says “Approved by everyone who was needed”, follows from fewer approvals than the request needed.',
    (people) => people.follows(REQUEST, { type: 'requestApproved', by: 'reviews' }),
  ],
  [
    'access with a part of its request missing',
    'entry',
    'Entry 4, which says “Approved by everyone who was needed”, comes after entries of its request that are missing.',
    (people) =>
      people.write(STREAM, { type: 'requestApproved', by: 'reviews' }, { actor: 'latchkey', version: 9 }),
  ],
  [
    'a denial that nobody gave',
    'entry',
    'follows from no review that says so.',
    (people) =>
      people.write(STREAM, { type: 'requestDenied', by: LEAD, comment: said('thief') }, { actor: LEAD }),
  ],
  [
    'a request that somebody let lapse',
    'entry',
    'names somebody who does not write such an entry.',
    (people) => people.write(STREAM, { type: 'requestLapsed' }, { actor: LEAD }),
  ],
  [
    'a key of its own for the device of a reviewer',
    'entry',
    'says that a device joined that had joined before.',
    (people) => {
      people.join(LEAD);
    },
  ],
  [
    'what an owner erased, made up',
    'entry',
    'Entry 4, which says “owner@example.com erased what was said in one entry”, is signed by nobody.',
    (people) => people.write('organisation', { type: 'textsErased', seqs: [3] }, { actor: OWNER }),
  ],
  [
    'two histories, of which a signer has seen the other one',
    'seen',
    'Entry 4, which says “lead@example.com approved”, was signed by somebody who had verified another history than this one.',
    (people) =>
      people.review(ASKED, people.approval(LEAD, ASKED, { seen: { size: 3, root: 'c'.repeat(64) } })),
  ],
];

/** An entry that seems to be of tomorrow, and what it says was done by the device that joined by it. Six entries. */
function speakAsNewer(people: PeopleLog): void {
  const odd = (stream: string): void =>
    people.writeRaw({
      ...{ v: 3, seq: people.size, stream, version: 1, at: people.now, actor: 'latchkey' },
      entry: {},
    });
  odd('device/phone');
  const signature = 'A'.repeat(86);
  const by = (statement: object) =>
    ({ statement: { ...statement, device: 'phone' }, signature }) as SignedStatement;
  const erasure = by(people.say(OWNER, 'eraseTexts', { seqs: [3] }).statement);
  people.write('organisation', { type: 'textsErased', seqs: [3] }, { actor: OWNER, signed: erasure });
  const review = by(people.approval(LEAD, ASKED).statement);
  people.review(ASKED, review as SignedStatement<'reviewRequest'>);
  people.follows(REQUEST, { type: 'requestApproved', by: 'reviews' });
}

/** Access that the service's own runner took up, and that is said never to have been. Entries 6 and 7. */
function denyThatItBegan(people: PeopleLog): void {
  const { grantId } = ASKED.entitlements[0]!;
  people.review(ASKED, people.approval(LEAD, ASKED));
  people.follows(REQUEST, { type: 'requestApproved', by: 'reviews' });
  const runnerId = 'built-in-runner';
  people.write(
    STREAM,
    { type: 'grantActivating', grantId, runnerId, fence: 1 },
    { actor: `runner:${runnerId}` },
  );
  people.follows(REQUEST, { type: 'grantFailed', grantId, message: 'no runner' });
}

async function serve(log: FakeLog): Promise<Client> {
  const { edge, url } = await startFakeEdge(undefined, 0, (api) => ({ ...api, log: log.api }));
  const client = createClient({ url, identity: FAKE_IDENTITY });
  stops.push(
    () => edge.stop(),
    () => client.close(),
  );
  return client;
}

/** Puts what the people's log has beyond into the service's. */
function publishTo(log: FakeLog, people: PeopleLog): void {
  const from = log.texts.length;
  log.append(...people.leaves.slice(from).map(({ text }) => text));
  log.said = Object.fromEntries(people.leaves.map((leaf, seq) => [seq, [...leaf.said]]));
}

/** The evidence proves by itself that the service signed the entry. */
function isProven(log: FakeLog, { evidence }: LogAlarm): boolean {
  const { key, verify } = logIdentity({ log: log.pinned });
  const head = openCheckpoint(evidence.offeredNote, key, verify);
  const { entry } = evidence;
  if (!head.ok || !entry) return false;
  const hash = leafHash(sha256, Buffer.from(entry.text));
  const proof = entry.inclusion.map((each) => fromBase64(each) ?? new Uint8Array());
  return verifyInclusion(sha256, { index: entry.seq, leafHash: hash, ...head.value, proof }).ok;
}

describe('the command line', () => {
  const follower = (log: FakeLog) => logFollower(folder, { log: log.pinned });

  test('takes in what people signed, and says how each entry is known', async () => {
    const [log, people] = [new FakeLog(), begin()];
    people.review(ASKED, people.approval(LEAD, ASKED));
    people.follows(REQUEST, { type: 'requestApproved', by: 'reviews' });
    publishTo(log, people);
    const followed = await follower(log).follow((await serve(log)).api.log);
    if (!followed.ok) throw new Error(saidInEnglish(followed.error.sentence));
    expect(await follower(log).verify(followed.value)).toMatchObject({
      value: { signed: 2, computed: 1, imported: 3, earlier: 0, newer: 0, unchecked: 0 },
    });
  });

  test('says of what seems to be of tomorrow that it is not checked, also of what is borne out by nothing else', async () => {
    const [log, people] = [new FakeLog(), begin()];
    speakAsNewer(people);
    publishTo(log, people);
    const followed = await follower(log).follow((await serve(log)).api.log);
    if (!followed.ok) throw new Error(saidInEnglish(followed.error.sentence));
    expect(await follower(log).verify(followed.value)).toMatchObject({
      value: { signed: 1, computed: 0, imported: 3, newer: 3, unchecked: 1 },
    });
  });

  test.each(LIES)('believes nothing of a log with %s', async (_what, kind, sentence, lie) => {
    const [log, people] = [new FakeLog(), begin()];
    publishTo(log, people);
    const { api } = await serve(log);
    expect(await follower(log).follow(api.log)).toMatchObject({ ok: true });
    lie(people);
    people.follows('request00009', { type: 'requestLapsed' });
    publishTo(log, people);
    const followed = await follower(log).follow(api.log);
    expect(followed).toMatchObject({ ok: false, error: { kind: 'alarm' } });
    expect(saidInEnglish(followed.ok ? '' : followed.error.sentence)).toContain(sentence);
    const alarm = JSON.parse(readFileSync(join(folder, 'log-alarm.json'), 'utf8')) as LogAlarm;
    expect(alarm).toMatchObject({ kind, evidence: { trustedSize: 4, offeredSize: 6, entry: { seq: 4 } } });
    expect(isProven(log, alarm)).toBe(true);
    // It stays, and what was taken in before is all that is here.
    expect(await follower(log).kept()).toMatchObject({ ok: false });
    expect(readFileSync(join(folder, 'log-entries.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(4);
  });

  test('looks at all of it again when it is asked to verify', async () => {
    const [log, people] = [new FakeLog(), begin()];
    publishTo(log, people);
    const followed = await follower(log).follow((await serve(log)).api.log);
    if (!followed.ok) throw new Error(saidInEnglish(followed.error.sentence));
    const lied = begin();
    LIES[0]![3](lied);
    const kept = {
      trusted: followed.value.trusted,
      async *entries() {
        for (const { text, said: texts } of lied.leaves) yield { text, said: [...texts], leafHash: '' };
      },
    };
    expect(await follower(log).verify(kept)).toMatchObject({ ok: false, error: { kind: 'alarm' } });
    expect(readdirSync(folder)).toContain('log-alarm.json');
  });
});

describe('the desktop', () => {
  function desk(log: FakeLog) {
    const { database } = openHistory(join(folder, 'history.db'), 0);
    stops.push(() => database.close());
    let status: LogStatus = { size: 0, verifiedSize: 0, verifiedAt: null, alarm: null };
    const erased = new Set<string>();
    const sync = createLogSync({
      identity: { log: log.pinned },
      history: inThisThread(database),
      home: folder,
      clock: new ManualClock(),
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      status: () => status,
      onStatus: (next) => (status = next),
      onErased: (sha256s) => sha256s.forEach((each) => erased.add(each)),
      names: () => ({}),
      head: { read: () => null, write: () => {} },
    });
    return { sync, database, erased, status: () => status };
  }
  const texts = (database: HistoryDatabase) => database.readEntries(3, 1).map((item) => item.said);

  test.each(LIES)('believes nothing of a log with %s', async (_what, kind, sentence, lie) => {
    const [log, people] = [new FakeLog(), begin()];
    publishTo(log, people);
    const { api } = await serve(log);
    const { sync, database, erased, status } = desk(log);
    await sync.follow(api);
    expect(status()).toMatchObject({ verifiedSize: 4, alarm: null });
    lie(people);
    publishTo(log, people);
    await sync.follow(api);
    expect(status().alarm?.kind).toBe(kind);
    expect(status().alarm?.sentence).toContain(sentence);
    const alarm = JSON.parse(readFileSync(status().alarm?.evidenceFile ?? '', 'utf8')) as LogAlarm;
    expect(isProven(log, alarm)).toBe(true);
    expect(database.status()).toMatchObject({ size: 4, believed: 4 });
    // What it says was erased is still here.
    expect(texts(database)).toEqual([[WHY]]);
    expect(erased.size).toBe(0);
    const { calls } = log;
    await sync.follow(api);
    expect(log.calls).toBe(calls);
  });

  test('forgets what somebody signed to erase, where it stands, and nothing else that the service adds', async () => {
    const [log, people] = [new FakeLog(), begin()];
    const other = hashed(facts({ requestId: 'request00002', reason: said('flabbergasted') }));
    people.ask(other);
    people.ask(hashed(facts({ requestId: 'request00003', reason: WHY })));
    publishTo(log, people);
    const { api } = await serve(log);
    const { sync, database, erased, status } = desk(log);
    await sync.follow(api);
    const signed = people.say(OWNER, 'eraseTexts', { seqs: [3] });
    people.write('organisation', { type: 'textsErased', seqs: [3, 4, 5] }, { actor: OWNER, signed });
    publishTo(log, people);
    await sync.follow(api);
    expect(status().alarm).toBeNull();
    expect(database.readEntries(3, 3).map((item) => item.said.length)).toEqual([0, 1, 0]);
    expect(erased).toEqual(new Set([commitmentOf(sha256, WHY)]));
  });

  test('as the command line, knows of access that was taken up', async () => {
    const [log, people] = [new FakeLog(), begin()];
    denyThatItBegan(people);
    publishTo(log, people);
    const { api } = await serve(log);
    const { sync, status } = desk(log);
    await sync.follow(api);
    const sentence = 'says that access never began which a runner had taken up.';
    expect(status().alarm?.sentence).toContain(sentence);
    const followed = await logFollower(folder, { log: log.pinned }).follow(api.log);
    expect(followed).toMatchObject({ ok: false, error: { sentence: inWordsWith(sentence) } });
  });

  test('forgets nothing, and shows nobody as having answered, by what seems to be of tomorrow', async () => {
    const [log, people] = [new FakeLog(), begin()];
    speakAsNewer(people);
    publishTo(log, people);
    const { api } = await serve(log);
    const { sync, database, erased, status } = desk(log);
    await sync.follow(api);
    expect(status().alarm).toBeNull();
    expect(texts(database)).toEqual([[WHY]]);
    expect(erased.size).toBe(0);
    expect(database.facets().people.map(({ id }) => id)).toEqual([DEV]);
  });

  test('raises the alarm at the next start, and when it verifies, about what a Latchkey took in that did not check', async () => {
    const [log, people] = [new FakeLog(), begin()];
    LIES[0]![3](people);
    publishTo(log, people);
    const { note } = await log.source.checkpoint.query();
    const leafHashes = people.leaves.map(({ text }) => leafHash(sha256, Buffer.from(text)));
    const trusted = advanceByLeaves(logIdentity({ log: log.pinned }), nothingTrusted(), { note, leafHashes });
    if (!trusted.ok) throw new Error(trusted.error.sentence);
    const believed = JSON.stringify(trustedLogToJson(trusted.value));
    const first = desk(log);
    first.database.addEntries(
      people.leaves.map((leaf, seq) => ({ seq, ...leaf, said: [...leaf.said], leafHash: '' })),
    );
    first.database.believe({ size: people.size, trusted: believed });
    const [again, later] = [desk(log), desk(log)];
    await again.sync.open();
    expect(again.status().alarm).toMatchObject({
      kind: 'entry',
      sentence: expect.stringContaining('Entry 4'),
    });
    // Nothing of it was made readable.
    expect(again.database.facets().people).toEqual([]);
    expect(await later.sync.verify()).toMatchObject({ ok: false, error: { code: 'badSignature' } });
    expect(later.status().alarm?.kind).toBe('entry');
  });

  test('checks again what is fetched again', async () => {
    const [log, people] = [new FakeLog(), begin()];
    publishTo(log, people);
    const { database } = desk(log);
    const part = { log: log.pinned.origin, size: 0, founding: null };
    const add = (from: PeopleLog): void =>
      database.addEntries(
        from.leaves.map((leaf, seq) => ({ seq, ...leaf, said: [...leaf.said], leafHash: '' })),
      );
    people.leave(LEAD);
    people.review(ASKED, people.approval(LEAD, ASKED));
    add(people);
    expect(await database.checkSigned({ ...part, size: 6 }, 100)).toMatchObject({
      checked: 5,
      wrong: { seq: 5 },
    });
    database.believe({ size: 4, trusted: '{}' });
    database.forgetUnbelieved();
    // The device is not signed out here, and the tree is another one.
    const others = new PeopleLog();
    others.writeAgain(people, 4);
    others.review(ASKED, others.approval(LEAD, ASKED));
    others.review(ASKED, others.approval(OWNER, ASKED));
    add(others);
    expect(await database.checkSigned({ ...part, size: 6 }, 100)).toEqual({ checked: 6, wrong: null });
  });

  test('is told at once of a lie that is followed by much else, and proves it by the head of all that was fetched', async () => {
    const [log, people] = [new FakeLog(), begin()];
    LIES[1]![3](people);
    for (let more = 0; more < 9; more += 1) people.follows('request00009', { type: 'requestLapsed' });
    publishTo(log, people);
    const { api } = await serve(log);
    const { sync, database, status } = desk(log);
    await sync.follow(api);
    expect(status().alarm?.sentence).toContain(LIES[1]![2]);
    const alarm = JSON.parse(readFileSync(status().alarm?.evidenceFile ?? '', 'utf8')) as LogAlarm;
    expect(alarm.evidence).toMatchObject({ trustedSize: 0, offeredSize: 14, entry: { seq: 4 } });
    expect(isProven(log, alarm)).toBe(true);
    expect(database.status()).toMatchObject({ size: 0, believed: 0 });
  });

  test('counts an entry as checked only once its signature was found to fit, whatever is asked for meanwhile', async () => {
    const people = begin();
    people.review(ASKED, people.approval(LEAD, ASKED, { key: people.device(DEV).key }));
    people.review(ASKED, people.approval(OWNER, ASKED));
    const { database } = desk(new FakeLog());
    const items = people.leaves.map((leaf, seq) => ({ seq, ...leaf, said: [...leaf.said], leafHash: '' }));
    const part = { log: people.origin, size: items.length, founding: null };
    // One is missing, so that no root can be made for who has seen it.
    database.addEntries(items.filter(({ seq }) => seq !== 2));
    const history = inThisThread(database);
    const failing = history.checkSigned(part, 100);
    const adding = history.addEntries(items);
    await expect(failing).rejects.toThrow();
    await adding;
    const [found, status] = await Promise.all([history.checkSigned(part, 100), history.status()]);
    expect(found).toMatchObject({ checked: 4, wrong: { seq: 4, kind: 'entry' } });
    expect(status.size).toBe(items.length);
    expect(await history.checkSigned({ ...part, size: 4 }, 100)).toEqual({ checked: 4, wrong: null });
  });

  test('takes in nothing for a request that it came to see later where that is not what somebody signed', async () => {
    const people = begin();
    const { leaves } = people;
    LIES[0]![3](people);
    const { database } = desk(new FakeLog());
    const items = leaves.map((leaf, seq) => ({
      ...{ seq, ...leaf, said: [...leaf.said] },
      leafHash: Buffer.from(leafHash(sha256, Buffer.from(leaf.text))).toString('hex'),
    }));
    database.addEntries(items.map((item) => (item.seq < 3 ? item : { ...item, text: null, said: [] })));
    const part = { log: people.origin, size: items.length, founding: null };
    expect(await database.checkSigned(part, 100)).toEqual({ checked: items.length, wrong: null });
    database.believe({ size: items.length, trusted: '{}' });
    while (database.indexSome(10) > 0);
    expect(database.fillIn(REQUEST, items.slice(3), part)).toMatchObject({ seq: 4, kind: 'entry' });
    expect(database.readEntries(3, 2).map(({ text }) => text)).toEqual([null, null]);
    expect(database.fillIn(REQUEST, items.slice(3, 4), part)).toBeNull();
    expect(texts(database)).toEqual([[WHY]]);
  });
});
