import { inWordsWith } from '../support/in-words.ts';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../shared/service/store/open-database.ts';
import { said } from '../fakes/said.ts';
import { DEV, FILES, LEAD, OWNER, refusalOf, RUNNER, ServiceFixture } from './service-fixture.ts';

// A pattern for tickets that was published when patterns were read otherwise is in the log for good.

const PATTERN = 'INC-[0-9]+';
const OF_BEFORE = '(?=I)INC-[0-9]+';
const files = { ...FILES, policy: FILES.policy.replace('reason: 5', `reason: 5, ticket: "${PATTERN}"`) };

let fixture: ServiceFixture;

beforeEach(async () => {
  fixture = await new ServiceFixture({ organisation: { files, providerDigests: {} } }).start();
  for (const person of [OWNER, DEV, LEAD, RUNNER]) await fixture.device(person);
});
afterEach(() => fixture.close());

/** The store as a Latchkey left it that accepted the pattern of before: with what it parsed, or with texts alone. */
async function putPatternOfBefore(kept: 'parsed' | 'texts'): Promise<void> {
  await fixture.service.stop('restart');
  const db = openDatabase(join(fixture.dataDir, 'service.db'));
  try {
    db.prepare('UPDATE "blob" SET "text" = replace("text", ?, ?)').run(PATTERN, OF_BEFORE);
    if (kept === 'texts') db.exec('UPDATE "document" SET "parsed" = NULL');
  } finally {
    db.close();
  }
  // Started with nothing: what is in force is what the store has.
  Object.assign(fixture.options, { organisation: null });
  await fixture.start();
}

describe.each(['parsed', 'texts'] as const)(
  'a pattern that is not read any more, in what is kept as %s',
  (kept) => {
    it('bars nothing but what its rule allows', async () => {
      const running = await fixture.activate(LEAD);
      const waiting = await fixture.submit(DEV, { ticket: 'INC-1' });
      await putPatternOfBefore(kept);

      expect(fixture.service.health()).toEqual({ ready: true, problem: null });
      const { items } = await fixture.api.catalog.list(await fixture.caller(DEV));
      expect(items.map(({ id, ticketPattern }) => [id, ticketPattern])).toEqual([
        ['prod/db:write', OF_BEFORE],
        ['dev/db:write', null],
      ]);
      expect((await fixture.submit(LEAD, { entitlement: 'dev/db:write' })).phase.kind).toBe('approved');
      await fixture.api.grants.end(await fixture.caller(LEAD), {
        isGone: false,
        grantId: running.work.grantId,
        reason: said(''),
      });

      expect(await refusalOf(fixture.submit(DEV, { ticket: 'INC-2' }))).toBe('ticketMissing');
      const { phase } = await fixture.get(DEV, waiting.facts.requestId);
      expect(phase).toMatchObject({
        kind: 'refused',
        refusal: { code: 'policyChanged', told: inWordsWith('not read any more') },
      });
    });

    it('is replaced by an owner, and nothing is left of it', async () => {
      await putPatternOfBefore(kept);
      const owner = await fixture.caller(OWNER);
      const of = (policy: string) => ({ files: { ...files, policy }, providerDigests: {}, dryRun: false });
      const again = await fixture.api.org.publish(owner, of(files.policy.replace(PATTERN, OF_BEFORE)));
      expect(again).toMatchObject({
        published: false,
        mistakes: [{ file: 'policy.yaml', line: 6, message: expect.stringContaining('look around') }],
      });
      expect(await fixture.api.org.publish(owner, of(files.policy))).toMatchObject({ published: true });
      expect((await fixture.submit(DEV, { ticket: 'INC-2' })).phase.kind).toBe('submitted');
    });
  },
);
