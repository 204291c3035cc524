import { inWords } from '../support/in-words.ts';
import { asWritten } from '../../shared/words/told.ts';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Work } from '../../shared/contract/api-types.ts';
import { parseOrganisation } from '../../shared/organisation-files/parse-organisation.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import type { ParseOrganisation } from '../../shared/service/organisation/parse-to-publish.ts';
import { openDatabase } from '../../shared/service/store/open-database.ts';
import {
  DEV,
  FILES,
  grantOf,
  LEAD,
  OTHER,
  OWNER,
  refusalOf,
  RUNNER,
  ServiceFixture,
} from './service-fixture.ts';
import { said } from '../fakes/said.ts';

let fixture: ServiceFixture;
/** What was given to the parser since the start. */
let parsed: number[];

beforeEach(async () => {
  parsed = [];
  fixture = await new ServiceFixture().start();
  for (const person of [OWNER, DEV, LEAD, RUNNER]) await fixture.device(person);
});
afterEach(() => fixture.close());

/** A Latchkey whose rules for files became so strict that it accepts none of these versions. */
const refusing =
  (...versions: number[]): ParseOrganisation =>
  (texts, version, ...rest) => {
    parsed.push(version);
    if (!versions.includes(version)) return parseOrganisation(texts, version, ...rest);
    const mistake = {
      file: 'policy.yaml',
      line: 3,
      column: 1,
      told: asWritten('Rules need a colour.'),
    } as const;
    return { organisation: null, mistakes: [{ ...mistake, severity: 'error' }] };
  };

function inDatabase<T>(work: (db: ReturnType<typeof openDatabase>) => T): T {
  const db = openDatabase(join(fixture.dataDir, 'service.db'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

interface Row {
  readonly version: number;
  readonly policy: string;
  readonly parsed: string | null;
}
const rows = (): Row[] =>
  inDatabase(
    (db) =>
      db
        .prepare(
          `SELECT "version", (SELECT "text" FROM "blob" WHERE "hash" = "policy") AS "policy",
            (SELECT "text" FROM "blob" WHERE "hash" = "parsed") AS "parsed" FROM "document" ORDER BY "version"`,
        )
        .all() as Row[],
  );

async function stopThen(spoil: () => void, parse: ParseOrganisation): Promise<void> {
  await fixture.service.stop('restart');
  spoil();
  Object.assign(fixture.options, { parse });
  await fixture.start();
}

/** As an earlier Latchkey left it: the texts alone. */
const asBefore = (): void => inDatabase((db) => void db.exec('UPDATE "document" SET "parsed" = NULL'));
const unchanged = (): void => undefined;

const endAccess = async (person: string, { grantId }: Pick<Work, 'grantId'>) =>
  fixture.api.grants.end(await fixture.caller(person), { isGone: false, grantId, reason: said('') });

const publish = async (note: string) =>
  fixture.api.org.publish(await fixture.caller(OWNER), {
    files: { ...FILES, policy: `${FILES.policy}# ${note}\n` },
    providerDigests: {},
    dryRun: false,
  });

describe('what is published', () => {
  it('is kept as it was parsed, with its texts, and its hash is in the log', async () => {
    await publish('as it was written');
    const { items } = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 100 });
    const hashes = items
      .map(({ text }) => (JSON.parse(text ?? '') as { entry: { type: string; document?: string } }).entry)
      .filter(({ type }) => type === 'organisationPublished')
      .map(({ document }) => document);
    const kept = rows();
    expect(kept.map(({ policy }) => policy)).toEqual([FILES.policy, `${FILES.policy}# as it was written\n`]);
    expect(kept.map(({ parsed: text }) => JSON.parse(text ?? '') as object)).toMatchObject([
      { v: 1, version: 1, owners: [OWNER] },
      { v: 1, version: 2, owners: [OWNER] },
    ]);
    for (const { parsed: text } of kept) expect(text).toBe(canonicalText(JSON.parse(text ?? '')));
    expect(hashes).toEqual(
      kept.map(({ parsed: text }) =>
        createHash('sha256')
          .update(text ?? '')
          .digest('hex'),
      ),
    );
  });

  it('is never parsed again: a Latchkey that accepts none of it starts, lists, grants and revokes', async () => {
    const running = await fixture.activate(LEAD);
    const waiting = await fixture.submit(DEV);
    const coming = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    await publish('a newer version');
    const catalog = await fixture.api.catalog.list(await fixture.caller(DEV));
    await stopThen(unchanged, refusing(1, 2));

    expect(await fixture.api.catalog.list(await fixture.caller(DEV))).toEqual(catalog);
    expect(fixture.service.health()).toEqual({ ready: true, problem: null });
    const [work] = await fixture.lease();
    expect(work).toMatchObject({ kind: 'activate', requestId: coming.facts.requestId });
    expect((await fixture.review(LEAD, waiting)).phase.kind).toBe('approved');
    await endAccess(LEAD, running.work);
    expect((await fixture.lease()).map(({ kind }) => kind)).toEqual(['revoke', 'activate']);
    // What it was started with, which is proposed.
    expect(parsed).toEqual([3]);
  });
});

describe('what an earlier Latchkey published', () => {
  it('is parsed once, while that works, and kept', async () => {
    const { facts } = await fixture.submit(DEV);
    await publish('two');
    await publish('three');
    const before = rows().map((row) => row.parsed);
    await stopThen(asBefore, refusing());
    expect(rows().map((row) => row.parsed)).toEqual([before[0], null, before[2]]);
    // And what it was started with, which is proposed.
    expect(parsed.toSorted()).toEqual([1, 3, 4]);
    await stopThen(unchanged, refusing(1, 2, 3));
    expect(parsed.toSorted()).toEqual([1, 3, 4, 4]);
    expect((await fixture.review(LEAD, await fixture.get(DEV, facts.requestId))).phase.kind).toBe('approved');
  });

  it('and is not accepted any more: what was asked under it is refused in words, all else goes on', async () => {
    const running = await fixture.activate(LEAD);
    const waiting = await fixture.submit(DEV);
    const coming = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    await publish('two');
    const later = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    await stopThen(asBefore, refusing(1));

    const { phase } = await fixture.get(DEV, waiting.facts.requestId);
    expect(phase).toMatchObject({
      kind: 'refused',
      refusal: {
        code: 'policyChanged',
        told: inWords(/version 1 of the organisation’s files, which cannot be read any more/),
      },
    });
    await endAccess(LEAD, running.work);
    // Another runner does not know where it was granted.
    expect(await fixture.lease('runner-2', 1)).toEqual([]);
    expect((await fixture.lease()).map(({ kind, requestId }) => [kind, requestId])).toEqual([
      ['revoke', running.work.requestId],
      ['activate', later.facts.requestId],
    ]);
    expect((await fixture.get(DEV, coming.facts.requestId)).phase.kind).not.toBe('active');
    expect((await fixture.submit(DEV)).phase.kind).toBe('submitted');
  });
});

describe('where the version in force is not accepted any more', () => {
  const notAccepted = async () => {
    const running = await fixture.activate(LEAD);
    const waiting = await fixture.submit(DEV);
    const coming = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    await publish('two');
    await stopThen(asBefore, refusing(2));
    return { waiting, coming, running };
  };

  it('the service starts, says which and why, and grants nothing', async () => {
    const { waiting, coming } = await notAccepted();
    const why =
      'Version 2 of the organisation’s files, which is in force, was published by an earlier Latchkey, and this one does not accept it (policy.yaml, line 3: Rules need a colour.)';
    expect(fixture.service.health()).toMatchObject({ ready: true, problem: expect.stringContaining(why) });
    const { problem, items } = await fixture.api.catalog.list(await fixture.caller(DEV));
    expect(problem).toContain(why);
    expect(items.map(({ access }) => access)).toEqual(['refused', 'refused']);

    expect(await refusalOf(fixture.submit(DEV, { entitlement: 'dev/db:write' }))).toBe('badOrganisation');
    // Nor is anybody told before that nothing matches.
    const draft = { entitlementIds: ['dev/db:write'], durationMs: null, reason: '', ticket: null };
    const preview = async () => fixture.api.policy.preview(await fixture.caller(DEV), draft);
    expect(await refusalOf(preview())).toBe('badOrganisation');
    expect(await refusalOf(fixture.review(LEAD, waiting))).toBe('badOrganisation');
    expect(await fixture.lease()).toEqual([]);
    expect((await fixture.get(DEV, waiting.facts.requestId)).phase.kind).toBe('submitted');
    expect(grantOf(await fixture.get(DEV, coming.facts.requestId)).kind).toBe('scheduled');
  });

  it('access goes on ending, and what waits can be denied', async () => {
    const { waiting, running } = await notAccepted();
    expect((await fixture.review(LEAD, waiting, 'deny')).phase.kind).toBe('denied');
    await endAccess(LEAD, running.work);
    const [work] = await fixture.lease();
    if (!work) throw new Error('there was no work');
    expect(work).toMatchObject({ kind: 'revoke', grantId: running.work.grantId });
    await fixture.reportRevoked(work);
    expect(grantOf(await fixture.get(LEAD, work.requestId)).kind).toBe('revoked');
  });

  it('nobody adds anybody: who its owners are is not known for sure', async () => {
    await notAccepted();
    const owner = await fixture.caller(OWNER);
    expect(await refusalOf(fixture.api.org.invite(owner, { person: OTHER }))).toBe('badOrganisation');
    expect(await refusalOf(fixture.api.org.confirm(owner, { person: OTHER }))).toBe('badOrganisation');
  });

  it('it is mended by an owner who was signed with it; who is not in the new files leaves', async () => {
    const { waiting, running } = await notAccepted();
    const people = FILES.people.replace(/^.*lead@example.com.*\n/m, '');
    const owner = await fixture.caller(OWNER);
    const files = { ...FILES, people };
    const mended = await fixture.api.org.publish(owner, { files, providerDigests: {}, dryRun: false });
    expect(mended).toMatchObject({ version: 3, published: true });
    expect(fixture.service.health().problem).toBeNull();
    expect((await fixture.lease()).map(({ kind, grantId }) => [kind, grantId])).toContainEqual([
      'revoke',
      running.work.grantId,
    ]);
    expect((await fixture.get(DEV, waiting.facts.requestId)).phase.kind).toBe('submitted');
  });

  it('the folder of before, which is not what is in force, is not brought back', async () => {
    await notAccepted();
    expect(fixture.service.proposal).toMatchObject({ version: 2 });
    expect((await fixture.api.session.me(await fixture.caller(OWNER))).organisation.version).toBe(2);
  });
});

describe('a document that this Latchkey does not know', () => {
  const change = (version: number, text: string) => () =>
    inDatabase((db) => {
      const hash = createHash('sha256').update(text).digest('hex');
      db.prepare('INSERT OR REPLACE INTO "blob" VALUES (?, ?)').run(hash, text);
      db.prepare('UPDATE "document" SET "parsed" = ? WHERE "version" = ?').run(hash, version);
    });
  const ofVersionTwo = (text: string) => text.replace('"version":1', '"version":2');

  it.each([
    ['of a newer one', () => '{"v":2,"version":1}', 'was published by a newer Latchkey. Start that one'],
    ['with less than it must have', () => '{"v":1,"version":1}', 'is not as it was kept'],
    ['of another version', ofVersionTwo, 'is not as it was kept'],
    ['that is damaged', (text: string) => text.slice(0, -1), 'is not as it was kept'],
  ])('%s keeps the service from starting, in words', async (_what, spoil, words) => {
    const good = rows()[0]?.parsed ?? '';
    await expect(stopThen(change(1, spoil(good)), refusing())).rejects.toThrow(
      `version 1 of the organisation ${words}`,
    );
    expect(parsed).toEqual([]);
    change(1, good)();
    await fixture.start();
  });

  it('and that is not in force any more keeps nobody from working', async () => {
    const waiting = await fixture.submit(DEV);
    await publish('two');
    await stopThen(change(1, '{"v":2,"version":1}'), refusing());
    expect((await fixture.get(DEV, waiting.facts.requestId)).phase.kind).toBe('refused');
    expect((await fixture.submit(DEV)).phase.kind).toBe('submitted');
  });
});
