import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../build/setup/root.js';
import { durationMs } from '../../shared/lib/time.ts';
import { fsck, type Checked } from '../../shared/service/fsck/fsck.ts';
import type { Work } from '../../shared/contract/api.ts';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import { DEV, FILES, LEAD, LEAD2, OTHER, OWNER, RUNNER, ServiceFixture, unique } from './service-fixture.ts';
import { said } from '../fakes/said.ts';

/** What people, runners and the clock can do; what is refused is a part of the history, too. */
const STEPS = [
  'ask',
  'askReview',
  'approve',
  'deny',
  'withdraw',
  'work',
  'end',
  'wait',
  'invite',
  'join',
  'leave',
  'revokeElsewhere',
] as const;
type Step = (typeof STEPS)[number];

const WITHOUT_OTHER = {
  ...FILES,
  people: FILES.people.replace(/^ +- \{ id: other@.*\n/m, ''),
};

/** Who reviews after somebody was away: the leads as they are, one more, one less. */
const REGROUPED = [
  FILES.people,
  FILES.people.replace('Other Example, groups: [developers]', 'Other Example, groups: [developers, leads]'),
  FILES.people.replace('Lead Example, groups: [leads]', 'Lead Example'),
];

async function live(fixture: ServiceFixture, steps: readonly Step[]): Promise<void> {
  const asked: string[] = [];
  const person = (at: number): string => (at % 2 === 0 ? DEV : OTHER);
  for (const [at, step] of steps.entries()) {
    const last = asked.at(-1 - (at % 3)) ?? asked.at(-1);
    try {
      await carryOut(fixture, { step, at, last, person: person(at), ask: (id) => asked.push(id) });
    } catch (fault) {
      if (!(fault instanceof RefusalError)) throw fault;
    }
  }
}

async function carryOut(
  fixture: ServiceFixture,
  {
    step,
    at,
    last,
    person,
    ask,
  }: { step: Step; at: number; last: string | undefined; person: string; ask: (id: string) => void },
): Promise<void> {
  const submit = async (entitlement: string): Promise<void> =>
    ask((await fixture.submit(person, { entitlement })).facts.requestId);
  switch (step) {
    case 'ask':
      return submit('dev/db:write');
    case 'askReview':
      return submit('prod/db:write');
    case 'approve':
    case 'deny':
      if (last) await fixture.review(at % 2 === 0 ? LEAD : LEAD2, await fixture.get(OWNER, last), step);
      return;
    case 'withdraw': {
      const { facts } = last ? await fixture.get(OWNER, last) : { facts: null };
      if (facts)
        await fixture.api.requests.withdraw(await fixture.caller(facts.requester), {
          requestId: facts.requestId,
          idempotencyKey: unique(),
        });
      return;
    }
    case 'work':
      for (const work of await fixture.lease('runner-1', 2))
        await (work.kind === 'activate' ? fixture.reportActivated(work) : fixture.reportRevoked(work));
      return;
    case 'end': {
      const { phase } = last ? await fixture.get(OWNER, last) : { phase: null };
      const [grantId] = phase?.kind === 'approved' ? Object.keys(phase.grants) : [];
      if (last && grantId)
        await fixture.api.grants.end(await fixture.caller(OWNER), {
          ...{ requestId: last, grantId, reason: said('enough of it') },
          idempotencyKey: unique(),
        });
      return;
    }
    case 'wait':
      return fixture.clock.advance(durationMs(11 * 60_000));
    case 'revokeElsewhere':
      // Another runner of the pool takes the end, and fails once before it comes to it.
      for (const work of await fixture.lease('runner-2', 2)) {
        if (work.kind === 'activate') await fixture.reportActivated(work, { runner: 'runner-2' });
        else if (at % 2 === 0) await failToRevoke(fixture, work);
        else await fixture.reportRevoked(work, 'runner-2');
      }
      return;
    case 'invite':
      // Of who has no device yet, by an owner; of their next one, by themselves; of a runner.
      if (at % 3 === 0) await fixture.inviteCode(OTHER);
      else if (at % 3 === 1) await fixture.inviteBy(person, person);
      else await fixture.inviteCode(RUNNER);
      return;
    case 'join':
      await fixture.join(await fixture.inviteBy(person, person));
      return;
    case 'leave':
      await publish(fixture, WITHOUT_OTHER);
      fixture.devices.delete(OTHER);
      return publish(fixture, { ...FILES, people: REGROUPED[at % REGROUPED.length] ?? FILES.people });
  }
}

const failToRevoke = async (fixture: ServiceFixture, work: Work): Promise<void> => {
  const { requestId, grantId, fence } = work;
  await fixture.api.runner.report(await fixture.runner('runner-2'), {
    ...{ kind: 'revocationFailed', requestId, grantId, fence, message: 'no route to host' },
    ...{ wasThere: false, idempotencyKey: unique() },
  });
};

const publish = async (
  fixture: ServiceFixture,
  files: Readonly<Record<keyof typeof FILES, string>>,
): Promise<void> => {
  await fixture.api.org.publish(await fixture.caller(OWNER), {
    ...{ files: { ...files }, providerDigests: {}, dryRun: false },
    idempotencyKey: unique(),
  });
};

const check = (folder: string, rebuild = false): Checked => {
  const checked = fsck(folder, { rebuild });
  if (!checked.ok) throw new Error(checked.error);
  return checked.value;
};

describe('fsck', () => {
  it('finds nothing after any history, and makes the same anew', async () => {
    const histories = fc.array(fc.constantFrom(...STEPS), { minLength: 5, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        const fixture = await new ServiceFixture().start();
        try {
          await live(fixture, ['ask', 'askReview', 'approve', 'work', ...steps]);
          await fixture.service.stop('it is looked at');
          const { findings, requests, isRebuilt } = check(fixture.dataDir);
          expect({ list: findings.list, isRebuilt }).toEqual({ list: [], isRebuilt: false });
          expect(requests).toBeGreaterThan(0);
        } finally {
          await fixture.start();
          await fixture.close();
        }
      }),
      { numRuns: 8 },
    );
  }, 240_000);

  describe('a database that was damaged', () => {
    let fixture: ServiceFixture;
    let folder: string;

    beforeAll(async () => {
      fixture = await new ServiceFixture().start();
      await live(fixture, [
        ...([
          'ask',
          'work',
          'askReview',
          'approve',
          'join',
          'invite',
          'ask',
          'work',
          'askReview',
          'ask',
        ] as const),
      ]);
      await fixture.service.stop('it is damaged');
      folder = mkdtempSync(join(tmpdir(), 'latchkey-fsck-'));
    });
    afterAll(async () => {
      await fixture?.start();
      await fixture?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const damage = (sql: string): void => {
      copyFileSync(join(fixture.dataDir, 'service.db'), join(folder, 'service.db'));
      const db = new Database(join(folder, 'service.db'));
      expect(db.prepare(sql).run().changes, sql).toBeGreaterThan(0);
      db.close();
    };
    const anySeq = '(SELECT max("seq") FROM "request")';

    it.each([
      ['request', 'a request is missing', `DELETE FROM "request" WHERE "seq" = ${anySeq}`],
      ['request', 'a request is of nothing', `INSERT INTO "request" VALUES (999999, 'submitted', 1, '')`],
      [
        'request',
        'a request is closed',
        `UPDATE "request" SET "isOpen" = 1 - "isOpen" WHERE "seq" = ${anySeq}`,
      ],
      ['request', 'a state was altered', `UPDATE "request" SET "state" = '{}' WHERE "status" = 'approved'`],
      ['timer', 'nothing lapses', `DELETE FROM "timer" WHERE "seq" = ${anySeq}`],
      ['timer', 'something is due too late', `UPDATE "timer" SET "nextAt" = 9e15 WHERE "seq" = ${anySeq}`],
      ['timer', 'a timer of nothing', `INSERT INTO "timer" VALUES (0, 5)`],
      [
        'timer',
        'the end of a lease is missed',
        `UPDATE "grant" SET "leaseUntil" = 5, "leaseRunner" = 'x' WHERE "kind" = 'scheduled'`,
      ],
      ['audience', 'a reviewer sees nothing', `DELETE FROM "requestAudience" WHERE "memberId" = '${LEAD}'`],
      ['audience', 'a stranger sees', `INSERT INTO "requestAudience" VALUES ('${OTHER}', 0, 0)`],
      ['grant', 'a grant is missing', `DELETE FROM "grant" WHERE "kind" = 'active'`],
      [
        'grant',
        'a grant is of another kind',
        `UPDATE "grant" SET "kind" = 'revoked' WHERE "kind" = 'active'`,
      ],
      ['grant', 'a deadline was moved', `UPDATE "grant" SET "expiresAt" = 9e15 WHERE "kind" = 'active'`],
      ['node', 'a node is missing', `DELETE FROM "node" WHERE "level" = 1 AND "idx" = 0`],
      [
        'node',
        'a node is another',
        `UPDATE "node" SET "hash" = zeroblob(32) WHERE "level" = 2 AND "idx" = 0`,
      ],
      ['device', 'a device is missing', `DELETE FROM "device" WHERE "person" = '${DEV}'`],
      [
        'device',
        'a device has another key',
        `UPDATE "device" SET "signingKey" = 'x' WHERE "person" = '${DEV}'`,
      ],
      ['device', 'a device of nobody', `INSERT INTO "device" VALUES ('mine', '${OWNER}', 'x', 'y', 'z', 1)`],
      ['invite', 'an invite is missing', `DELETE FROM "invite" WHERE "state" = 'used'`],
      [
        'invite',
        'a used invite is open again',
        `UPDATE "invite" SET "state" = 'open' WHERE "state" = 'used'`,
      ],
      [
        'invite',
        'an invite is for somebody else',
        `UPDATE "invite" SET "person" = '${OTHER}' WHERE "state" = 'open'`,
      ],
      ['invite', 'an invite lasts for ever', `UPDATE "invite" SET "expiresAt" = 9e15`],
      ['invite', 'an invite of nobody', `INSERT INTO "invite" VALUES ('mine', '${OWNER}', 'x', 1, 'open')`],
      [
        'inviteSecret',
        'a code is good for a used invite',
        `INSERT INTO "inviteSecret" SELECT 'hash', "inviteId" FROM "invite" WHERE "state" = 'used' LIMIT 1`,
      ],
      ['document', 'a document is missing', `DELETE FROM "document"`],
      ['document', 'another document is in force', `UPDATE "document" SET "policy" = "people"`],
      ['document', 'a document was parsed to something else', `UPDATE "document" SET "parsed" = "people"`],
      [
        'document',
        'a provider has another folder',
        `UPDATE "document" SET "providerDigests" = '{"scratch":"00"}'`,
      ],
      [
        'document',
        'a document came from nowhere',
        `INSERT INTO "document" SELECT 9, "people", "catalog", "policy", "providerDigests", 1, "parsed" FROM "document"`,
      ],
      ['grant', 'a lease has another number', `UPDATE "grant" SET "fence" = 9 WHERE "kind" = 'active'`],
      [
        'grant',
        'another runner is said to have granted',
        `UPDATE "grant" SET "grantedBy" = 'mine' WHERE "kind" = 'active'`,
      ],
      ['session', 'a session of nobody', `INSERT INTO "session" VALUES ('hash', 'mine', '${OWNER}')`],
      [
        'sealedCredential',
        'a secret is left',
        `INSERT INTO "sealedCredential" VALUES ('gone', 'mine', 'box')`,
      ],
      [
        'entry',
        'an entry is filed elsewhere',
        `UPDATE "entry" SET "stream" = 'lost' WHERE "requestId" IS NOT NULL AND "version" = 2 AND "seq" = (SELECT max("seq") FROM "entry" WHERE "version" = 2 AND "requestId" IS NOT NULL)`,
      ],
      [
        'entry',
        'an entry concerns a stranger',
        `UPDATE "entry" SET "person" = '${OTHER}' WHERE "type" = 'inviteCreated'`,
      ],
      ['meta', 'the clock goes back', `UPDATE "meta" SET "value" = '1' WHERE "name" = 'markAt'`],
    ])('%s: %s is found, and put right', (table, _what, sql) => {
      damage(sql);
      const { findings } = check(folder);
      expect(findings.list.map((each) => each.table)).toContain(table);
      expect(findings.ofLog).toBe(0);
      expect(check(folder, true).isRebuilt).toBe(true);
      expect(check(folder).findings.list).toEqual([]);
    });

    it.each([
      ['an entry is missing', `DELETE FROM "entry" WHERE "seq" = 3`],
      [
        'an entry was rewritten',
        `UPDATE "entry" SET "text" = replace("text", 'Dev Example', 'Someone Else')`,
      ],
      ['an entry has another hash', `UPDATE "entry" SET "leafHash" = zeroblob(32) WHERE "seq" = 2`],
      [
        'what a person said was altered',
        `UPDATE "entry" SET "said" = replace("said", 'because', 'not because') WHERE "said" IS NOT NULL`,
      ],
      [
        'what a person said is of another',
        `UPDATE "entry" SET "said" = (SELECT max("said") FROM "entry") WHERE "said" IS NULL`,
      ],
      ['what a person said is no text', `UPDATE "entry" SET "said" = 'x' WHERE "said" IS NOT NULL`],
      ['what a person said is lost', `UPDATE "entry" SET "said" = NULL WHERE "said" IS NOT NULL`],
      ['a text is none', `UPDATE "entry" SET "text" = '{}' WHERE "seq" = 2`],
      ['the texts are missing', `DELETE FROM "blob"`],
      ['a text was altered', `UPDATE "blob" SET "text" = "text" || ' ' WHERE "text" LIKE '%rules:%'`],
      [
        'what it was parsed to was altered',
        `UPDATE "blob" SET "text" = replace("text", 'leads', 'developers') WHERE "text" LIKE '{%'`,
      ],
    ])('%s: is found, and nothing is written', (_what, sql) => {
      damage(sql);
      const { findings, isRebuilt } = check(folder, true);
      expect(isRebuilt).toBe(false);
      expect(findings.ofLog).toBeGreaterThan(0);
    });

    it('keeps what is in no entry: who leases a grant, and what its runner returned', () => {
      damage(`UPDATE "request" SET "isOpen" = 0`);
      const read = (): unknown => {
        const db = new Database(join(folder, 'service.db'));
        try {
          return db.prepare('SELECT * FROM "grant" ORDER BY "grantId"').all();
        } finally {
          db.close();
        }
      };
      const before = read();
      expect(check(folder, true).isRebuilt).toBe(true);
      expect(read()).toEqual(before);
    });

    it('as a command: says what is wrong, and whether anything is left to be done', () => {
      const run = (...words: string[]) => {
        const command = [join(root, 'build/latchkey.js'), 'fsck', '--data', folder, ...words];
        const env = { PATH: process.env['PATH'] };
        const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', env });
        return { status, said: stdout + stderr };
      };
      damage(`UPDATE "grant" SET "expiresAt" = 9e15 WHERE "kind" = 'active'`);
      const found = run();
      expect(found).toMatchObject({ status: 3 });
      expect(found.said).toMatch(/grant +\w+ +has another expiresAt than the log says/);
      expect(found.said).toContain('latchkey fsck --rebuild puts them right');
      expect(run('--json').said).toContain('"logIsWhole": true');
      expect(run('--rebuild')).toMatchObject({ status: 0, said: expect.stringContaining('put right') });
      expect(run()).toMatchObject({ status: 0, said: expect.stringContaining('All is as the log says') });
      damage(`DELETE FROM "entry" WHERE "seq" = 3`);
      expect(run('--rebuild')).toMatchObject({
        status: 3,
        said: expect.stringContaining('restore a backup'),
      });
    });

    it('is refused where a service runs, and where there is none', async () => {
      await fixture.start();
      try {
        expect(() => check(fixture.dataDir)).toThrow('Stop it first');
      } finally {
        await fixture.service.stop('looked at');
      }
      expect(fsck(join(folder, 'nothing'), { rebuild: false })).toMatchObject({ ok: false });
    });
  });
});
