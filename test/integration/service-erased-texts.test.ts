import { inWords } from '../support/in-words.ts';
import { isBound } from '../../shared/lib/said.ts';
import Database from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { logFollower } from '../../shared/client/log-follower.ts';
import { say } from '../../shared/client/say.ts';
import type { Client } from '../../shared/client/create-client.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { reviewedContent } from '../../shared/domain/request/reviewed-content.ts';
import { readRecord } from '../../shared/formats/wire/read-record.ts';
import { canonicalBytes } from '../../shared/lib/canonical-json.ts';
import { durationMs } from '../../shared/lib/time.ts';
import { fsckFolder } from '../../shared/service/fsck/fsck.ts';
import { hashHex } from '../../shared/service/system/hash-hex.ts';
import { checkStatement } from '../../shared/domain/statements/check-statement.ts';
import { sha256, verify } from '../../shared/system/node-crypto.ts';
import { databaseOf, postgresPlace, startPostgres, type RunningPostgres } from '../support/store-places.ts';
import { DEV, LEAD, OWNER, refusalOf, ServiceFixture, unique } from './service-fixture.ts';
import { saidInEnglish } from '../support/in-words.ts';

const ERASED = { sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string };
const WORDS = 'confidential words';

let fixture: ServiceFixture;
let homes: string[];
let server: RunningPostgres | null = null;
afterAll(() => server?.stop());

async function goOnOnServer(): Promise<void> {
  server ??= await startPostgres();
  await fixture.close();
  const database = databaseOf(await postgresPlace(server), { isTimeMovedByHand: true });
  fixture = await new ServiceFixture({ database }).start();
}

beforeEach(async () => {
  homes = [];
  fixture = await new ServiceFixture().start();
});
afterEach(async () => {
  await fixture.close();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

/** Asks with a text of its own; the answer is sent again by `again`. */
async function ask(entitlement: string) {
  const dev = await fixture.caller(DEV);
  const input = {
    ...{ requestId: unique(), entitlementIds: [entitlement] },
    ...{ durationMs: durationMs(1_800_000), reason: say(`${WORDS} of a reason`), ticket: null },
  };
  const again = () => fixture.api.requests.submit(dev, input);
  return { state: await again(), again };
}

async function answer(state: RequestState, decision: 'approve' | 'deny'): Promise<RequestState> {
  const { requestId, requestHash } = state.facts;
  const review = { requestId, requestHash, decision, comment: say(`${WORDS} of a comment`), step: 0 };
  return fixture.api.reviews.give(await fixture.caller(LEAD), review);
}

const entriesSaying = async (): Promise<number[]> => {
  const { items } = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 1_000 });
  return items.filter(({ said = [] }) => said.length > 0).map(({ seq }) => seq);
};

/** What `latchkey history verify` does: the log as an owner keeps it. */
async function follower() {
  const home = mkdtempSync(join(tmpdir(), 'latchkey-erased-'));
  homes.push(home);
  const owner = await fixture.caller(OWNER);
  const { origin, logKey } = (await fixture.api.session.me(owner)).organisation;
  const { log } = fixture.api;
  const source = {
    checkpoint: { query: () => log.checkpoint(owner) },
    entries: { query: (input: never) => log.entries(owner, input) },
    consistency: { query: (input: never) => log.consistency(owner, input) },
    stream: { query: (input: never) => log.stream(owner, input) },
  } as unknown as Client['api']['log'];
  const following = logFollower(home, { log: { origin, key: logKey } });
  return async (): Promise<string> => {
    const kept = await following.follow(source);
    if (!kept.ok) throw new Error(saidInEnglish(kept.error.sentence));
    let text = '';
    for await (const entry of kept.value.entries()) {
      expect(isBound(sha256, entry)).toBe(true);
      text += JSON.stringify(entry);
    }
    return text;
  };
}

/** All that is in the database of the service, as text. */
function everything(): string {
  const db = new Database(join(fixture.dataDir, 'service.db'), { readonly: true });
  try {
    const tables = db.prepare(`SELECT "name" FROM "sqlite_master" WHERE "type" = 'table'`).all();
    const rows = (tables as { name: string }[]).map(({ name }) =>
      db.prepare(`SELECT * FROM "${name}"`).all(),
    );
    return JSON.stringify(rows);
  } finally {
    db.close();
  }
}

async function tell() {
  const denied = await ask('prod/db:write');
  await answer(denied.state, 'deny');
  const approved = await ask('prod/db:write');
  await answer(approved.state, 'approve');
  const first = await ask('dev/db:write');
  await ask('dev/db:write');
  const [work] = await fixture.lease();
  if (!work) throw new Error('there is no work');
  await fixture.reportActivated(work);
  const all = { reason: say(`${WORDS} of an end`) };
  await fixture.api.grants.endAll(await fixture.caller(DEV), all);
  return { denied, approved, first };
}

it('is gone from the service, and log, signatures, hashes and fsck hold', async () => {
  const { denied, approved } = await tell();
  const before = await follower();
  const known = await before();
  const seqs = await entriesSaying();
  expect(known.split(WORDS).length).toBeGreaterThan(seqs.length);
  // Four reasons, two comments, of which one is in its denial as well, and one end of three grants.
  expect(seqs).toHaveLength(4 + 3 + 3);

  const owner = await fixture.caller(OWNER);
  const statement = await fixture.signed(owner, 'eraseTexts', { seqs });
  const erase = () => fixture.service.eraseTexts(owner, statement);
  const signatures = await signaturesThatFit();
  expect(signatures).toBeGreaterThan(seqs.length);
  expect(await erase()).toEqual({ erased: seqs.length });
  expect(await erase()).toEqual({ erased: seqs.length });
  expect(everything()).not.toContain(WORDS);
  expect(await entriesSaying()).toEqual([]);

  for (const { state } of [denied, approved]) {
    const now = await fixture.get(OWNER, state.facts.requestId);
    expect(now.facts).toEqual({ ...state.facts, reason: ERASED });
    expect(hashHex(canonicalBytes(reviewedContent(sha256, now.facts)))).toBe(now.facts.requestHash);
    const [review] = now.reviews;
    if (!review) throw new Error('there is no review');
    expect(review.comment).toEqual(ERASED);
  }
  // That of who erased is one more.
  expect(await signaturesThatFit()).toBe(signatures + 1);
  // Sent again it is the same request, although what it said is not known any more.
  expect((await denied.again()).facts).toEqual({ ...denied.state.facts, reason: ERASED });

  // Who had the log goes on from there; who comes now verifies it without the words.
  expect(await before()).toContain(WORDS);
  const fresh = await (await follower())();
  expect(fresh).not.toContain(WORDS);
  expect(fresh).toContain('"type\\":\\"textsErased');

  await fixture.service.stop('it is checked');
  const checked = await fsckFolder(fixture.dataDir, { rebuild: false });
  expect(checked.ok && checked.value.findings.list).toEqual([]);
  const db = new Database(join(fixture.dataDir, 'service.db'));
  db.exec(`UPDATE "request" SET "isOpen" = 1 - "isOpen"`);
  db.close();
  expect(await fsckFolder(fixture.dataDir, { rebuild: true })).toMatchObject({
    ok: true,
    value: { isRebuilt: true },
  });
  await fixture.start();
  const again = await fixture.get(OWNER, denied.state.facts.requestId);
  expect(again.phase).toMatchObject({ kind: 'denied', comment: ERASED });
});

/** How many statements are in the log; all of them fit the devices of who made them. */
async function signaturesThatFit(): Promise<number> {
  const owner = await fixture.caller(OWNER);
  const { origin: log } = (await fixture.api.session.me(owner)).organisation;
  const { items } = await fixture.api.log.entries(owner, { from: 0, limit: 1_000 });
  const signed = items.flatMap(({ text, said = [] }) => {
    const read = text === null ? null : readRecord(sha256, { text, said });
    return read?.kind === 'known' && read.value.signed ? [read.value.signed] : [];
  });
  for (const each of signed) {
    const { type, by } = each.statement;
    const { caller, key } = await fixture.device(by);
    const signingKey = Buffer.from(key.publicKey).toString('base64url');
    const device = { deviceId: caller.deviceId, person: by, signingKey };
    const left = checkStatement(sha256, each, { log, type, device });
    if (typeof left === 'string') throw new Error(`${type}: ${left}`);
    expect(verify(key.publicKey, left.message, Buffer.from(left.signature, 'base64url'))).toBe(true);
  }
  return signed.length;
}

it('goes wherever else the same was said, and nothing else does', async () => {
  await tell();
  const { items } = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 1_000 });
  const saying = items.flatMap(({ text, said = [] }) => {
    const read = text === null ? null : readRecord(sha256, { text, said });
    return read?.kind === 'known' && said.length > 0 ? [read.value] : [];
  });
  const denial = saying.find(({ entry }) => entry.type === 'requestDenied')?.seq ?? -1;
  const end = saying.find(({ entry }) => entry.type === 'grantEnding')?.seq ?? -1;
  const owner = await fixture.caller(OWNER);
  const erase = async (seqs: number[]) =>
    fixture.service.eraseTexts(owner, await fixture.signed(owner, 'eraseTexts', { seqs }));
  // The review has the same comment.
  expect(await erase([denial])).toEqual({ erased: 2 });
  expect(await erase([end])).toEqual({ erased: 3 });
  expect(await erase([denial, end, 0])).toEqual({ erased: 0 });
  const [first] = await entriesSaying();
  expect(await refusalOf(erase([0, first ?? -1]))).toBe('badInput');
  expect(await entriesSaying()).toHaveLength(saying.length - 5);
});

it('is for owners, and what waits without its reason is granted to nobody', async () => {
  const { state } = await ask('prod/db:write');
  const seqs = await entriesSaying();
  const dev = await fixture.caller(DEV);
  const byDev = await fixture.signed(dev, 'eraseTexts', { seqs });
  expect(await refusalOf(fixture.service.eraseTexts(dev, byDev))).toBe('notAllowed');
  expect(await entriesSaying()).toEqual(seqs);
  const owner = await fixture.caller(OWNER);
  await fixture.service.eraseTexts(owner, await fixture.signed(owner, 'eraseTexts', { seqs }));
  expect((await fixture.get(DEV, state.facts.requestId)).phase).toMatchObject({
    kind: 'refused',
    refusal: { code: 'reasonMissing', told: inWords(/It has to be asked again/) },
  });
});

it.each<[string, () => Promise<void>]>([
  ['libSQL', () => Promise.resolve()],
  ['PostgreSQL', goOnOnServer],
])(
  'is on %s for as many entries at once as one can name, and one more is refused in words',
  async (_kind, on) => {
    await on();
    await fixture.caller(DEV);
    for (let round = 0; round < 10; round += 1)
      await Promise.all(Array.from({ length: 100 }, () => ask('prod/db:write')));
    const owner = await fixture.caller(OWNER);
    const seqs = await entriesSaying();
    await ask('prod/db:write');
    const { items } = await fixture.api.log.entries(owner, { from: (seqs.at(-1) ?? 0) + 1, limit: 1_000 });
    const more = items.flatMap(({ seq, said = [] }) => (said.length > 0 ? [seq] : []));
    const all = [...seqs, ...more].slice(0, 1_001);
    expect(all).toHaveLength(1_001);
    const erase = async (some: number[]) =>
      fixture.service.eraseTexts(owner, await fixture.signed(owner, 'eraseTexts', { seqs: some }));
    await expect(erase(all)).rejects.toThrow('more than 1,000 entries');
    expect(await erase(all.slice(0, 1_000))).toEqual({ erased: 1_000 });
    expect(fixture.service.health()).toEqual({ ready: true, problem: null });
  },
);
