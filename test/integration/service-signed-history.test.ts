import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogItem } from '../../shared/contract/api-types.ts';
import type { StatementType } from '../../shared/domain/statements/statement.ts';
import { evidenceOf } from '../../shared/domain/statements/evidence-of.ts';
import { ReadersFold } from '../../shared/domain/statements/readers-fold.ts';
import { readRecord } from '../../shared/formats/wire/read-record.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { durationMs } from '../../shared/lib/time.ts';
import { rootAt } from '../../shared/log/tree.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { signatureFits } from '../../shared/system/signature-fits.ts';
import { MemoryTree } from '../fakes/memory-tree.ts';
import { said } from '../fakes/said.ts';
import { live, STEPS } from '../support/lived-history.ts';
import { DEV, FILES, LEAD, OTHER, OWNER, ServiceFixture, unique } from './service-fixture.ts';

// What a real service has written, as whoever may read it finds it.

async function logOf(fixture: ServiceFixture, person: string): Promise<readonly LogItem[]> {
  const caller = await fixture.caller(person);
  const items: LogItem[] = [];
  for (let size = 1; items.length < size;) {
    const page = await fixture.api.log.entries(caller, { from: items.length, limit: 1_000 });
    items.push(...page.items.map((item) => ({ ...item, said: item.said ?? [] })));
    size = page.size;
  }
  return items;
}

/** What a reader finds of each entry, and what `evidenceOf` says of it. Null: it may not be read. */
async function readAs(fixture: ServiceFixture, person: string) {
  const { origin, founding } = (await fixture.api.session.me(await fixture.caller(OWNER))).organisation;
  const items = await logOf(fixture, person);
  const tree = new MemoryTree(
    sha256,
    items.map((item) => new Uint8Array(Buffer.from(item.leafHash, 'hex'))),
  );
  const fold = new ReadersFold(
    { hash: sha256, fits: signatureFits, pinned: founding ?? null },
    { log: origin, rootAt: (size) => hexOf(rootAt(sha256, size, tree.getNode)) },
  );
  return items.flatMap(({ seq, text, said: texts }) => {
    if (text === null) {
      fold.readHidden(seq);
      return [];
    }
    const read = readRecord(sha256, { text, said: texts });
    if (read.kind === 'unknown') throw new Error(`entry ${seq} does not read`);
    const verdict = fold.read({ seq, record: read.value });
    const { signed, entry } = read.value;
    return [
      {
        what: `${seq} ${entry.type}`,
        found: verdict.kind === 'fault' ? verdict.fault : verdict.kind,
        expected: evidenceOf(read.value),
        statement: signed?.statement.type ?? null,
      },
    ];
  });
}

const TYPES: ReadonlySet<StatementType> = new Set<StatementType>([
  ...(['submitRequest', 'withdrawRequest', 'commentOnRequest', 'reviewRequest', 'endGrant'] as const),
  ...([
    'endAllGrants',
    'publishOrganisation',
    'eraseTexts',
    'inviteDevice',
    'confirmMember',
    'reportGrant',
    'foundOrganisation',
    'joinOrganisation',
  ] as const),
]);

/** What people do beside the steps of a lived history. */
async function doTheRest(fixture: ServiceFixture): Promise<void> {
  const [dev, owner] = [await fixture.caller(DEV), await fixture.caller(OWNER)];
  const withdrawn = (await fixture.submit(DEV)).facts.requestId;
  const comment = { requestId: withdrawn, commentId: unique(), comment: said('soon?') };
  await fixture.api.requests.comment(dev, comment);
  await fixture.api.requests.withdraw(dev, { requestId: withdrawn });
  await fixture.review(LEAD, await fixture.submit(OTHER));
  for (const minutes of [10, 20]) await fixture.activate(DEV, minutes);
  await fixture.api.grants.endAll(dev, { reason: said('enough of all') });
  const people = `${FILES.people.trimEnd()}\n`.replace(
    'services:',
    '  - { id: new@example.com, name: New Example }\n  - { id: owner2@example.com, name: Second Owner }\nservices:',
  );
  const twoOwners = people.replace('[owner@example.com]', '[owner@example.com, owner2@example.com]');
  await fixture.api.org.publish(owner, {
    ...{ files: { ...FILES, people: twoOwners }, providerDigests: {}, dryRun: false },
  });
  await fixture.clock.advance(durationMs(25 * 3_600_000));
  await fixture.api.org.publish(owner, {
    files: { ...FILES, people: twoOwners.replace('Other Example', 'Other Person') },
    ...{ providerDigests: {}, dryRun: false },
  });
  const items = await logOf(fixture, OWNER);
  const spoken = items.filter((item) => item.said.length > 0).map(({ seq }) => seq);
  const erasing = await fixture.signed(owner, 'eraseTexts', { seqs: spoken.slice(0, 1) });
  await fixture.service.eraseTexts(owner, erasing);
}

test('every kind of statement is found to be signed where it stands, by everybody who may read it', async () => {
  const fixture = await new ServiceFixture().start();
  try {
    await live(fixture, [...STEPS, ...STEPS]);
    await doTheRest(fixture);
    for (const person of [OWNER, DEV]) {
      const read = await readAs(fixture, person);
      expect(read.map(({ what, found }) => `${what}: ${found}`)).toEqual(
        read.map(({ what, expected }) => `${what}: ${expected}`),
      );
      const types = new Set(read.flatMap(({ statement }) => statement ?? []));
      if (person === OWNER)
        expect([...TYPES].filter((type) => type !== 'confirmMember' && !types.has(type))).toEqual([]);
    }
  } finally {
    await fixture.close();
  }
});

test('after any history each entry is signed, computed or imported, as it is said to be, and no reader doubts one', async () => {
  const histories = fc.array(fc.constantFrom(...STEPS), { minLength: 5, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(histories, async (steps) => {
      const fixture = await new ServiceFixture().start();
      try {
        await live(fixture, ['ask', 'askReview', 'approve', 'work', ...steps]);
        const read = await readAs(fixture, OWNER);
        expect(read.filter(({ found, expected }) => found !== expected)).toEqual([]);
        expect(read.length).toBeGreaterThan(10);
      } finally {
        await fixture.close();
      }
    }),
    // Several commits of one moment: what is removed by hand, and what follows from joining anew.
    { numRuns: 6, examples: [[['invite', 'removeDevice', 'joinAnew']]] },
  );
}, 240_000);
