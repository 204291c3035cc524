import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../shared/domain/entry.ts';
import type { RequestFacts } from '../../../shared/domain/request/request.ts';
import { asWritten } from '../../../shared/words/told.ts';
import { readByBoth } from '../../fakes/both-readers.ts';
import { FoundedLog } from '../../fakes/founded-log.ts';
import { DEV, hashed, LEAD, OWNER } from '../../fakes/people-log.ts';
import { facts } from '../main/request-example.ts';

// Whom a hostile service says that a request asks, and in whose name; and what is so as it is done.

const CAROL = 'carol@example.com';
type Plan = Extract<RequestFacts['plan'], { kind: 'review' }>;
type Matchers = Plan['steps'][number]['meant'][number];

const member = (id: string) => ({ kind: 'member', id }) as const;
const group = (name: string) => ({ kind: 'group', name }) as const;
/** Of one step, which means these. */
const askedOf = (...meant: Matchers[]): RequestFacts =>
  hashed(facts({ plan: { kind: 'review', steps: [{ name: 'owner', need: 1, meant }] } }));
const BY_NAME = askedOf([member(LEAD), member(OWNER)]);
const BY_GROUP = askedOf([group('leads')]);

/** Somebody founded it, invited three, and one of them asks for something. */
function begin(asked: RequestFacts) {
  const log = new FoundedLog();
  const id = log.found();
  for (const person of [DEV, LEAD, CAROL]) log.joinBy(log.joining(log.invite(OWNER, person)));
  log.ask(asked);
  const stream = `request/${asked.requestId}`;
  const write = (entry: Entry, actor = 'latchkey'): void => log.write(stream, entry, { actor });
  return { log, id, asked, write };
}
type World = ReturnType<typeof begin>;

const named = (...reviewers: string[][]): Entry => ({
  ...{ type: 'reviewersNamed', reviewers, cause: 'organisation', organisationVersion: 1 },
});
const overruled: Entry = {
  type: 'requestOverruled',
  organisationVersion: 1,
  refusal: { code: 'policyChanged', told: asWritten('Nothing is changed before the fair.') },
};
const approve = ({ log, asked }: World, by: string): void => {
  log.review(asked, log.approval(by, asked));
  log.follows(asked.requestId, { type: 'requestApproved', by: 'reviews' });
};

const NOT_ASKED = 'says that somebody may answer whom the request does not ask.';
const NOT_THEIRS = 'names somebody who does not write such an entry.';

const LIES: readonly (readonly [string, RequestFacts, string, (world: World) => void])[] = [
  ['somebody whom no rule means is named', BY_NAME, NOT_ASKED, ({ write }) => write(named([LEAD, CAROL]))],
  [
    'somebody is named whom one of two rules does not mean',
    askedOf([group('leads')], [member(LEAD)]),
    NOT_ASKED,
    ({ write }) => write(named([CAROL])),
  ],
  ['who asks is named', BY_GROUP, NOT_ASKED, ({ write }) => write(named([LEAD, DEV]))],
  [
    'a step is named that the plan has not',
    BY_GROUP,
    NOT_ASKED,
    ({ write }) => write(named([LEAD], [CAROL])),
  ],
  [
    'the approval of somebody is counted whom no rule means',
    BY_NAME,
    'follows from fewer approvals than the request needed.',
    (world) => approve(world, CAROL),
  ],
  [
    'it was overruled as somebody answered whom nobody asked',
    BY_GROUP,
    NOT_THEIRS,
    ({ write }) => write(overruled, CAROL),
  ],
  [
    'others were named as somebody answered who is not among them',
    BY_GROUP,
    NOT_THEIRS,
    ({ write }) => write(named([OWNER]), LEAD),
  ],
  [
    'others are named once it was decided',
    BY_GROUP,
    'comes after its request was decided.',
    (world) => {
      approve(world, LEAD);
      world.write(named([OWNER]));
    },
  ],
];

const SO: readonly (readonly [string, RequestFacts, (world: World) => void])[] = [
  [
    'by name',
    BY_NAME,
    (world) => {
      world.write(named([OWNER]));
      approve(world, OWNER);
    },
  ],
  [
    'in a group of now, also in one moment with all else',
    BY_GROUP,
    (world) => {
      const { log, write } = world;
      log.publish(OWNER);
      const at = log.records.at(-1)!.at;
      log.write(`request/${world.asked.requestId}`, named([CAROL]), { actor: 'latchkey', at });
      write(named([CAROL, LEAD]), LEAD);
      approve(world, LEAD);
    },
  ],
  ['until it was overruled as they answered', BY_GROUP, ({ write }) => write(overruled, LEAD)],
  [
    'by any of two rules',
    askedOf([group('leads'), member(CAROL)], [{ kind: 'anyone' }]),
    ({ write }) => write(named([OWNER, CAROL])),
  ],
];

describe('who may answer', () => {
  test.each(LIES)('is a lie that is found: %s', async (_what, asked, sentence, lie) => {
    const world = begin(asked);
    lie(world);
    const { cli, desktop } = await readByBoth(world.log, world.id);
    expect(cli?.sentence).toContain(sentence);
    expect(cli?.seq).toBe(world.log.size - 1);
    expect(desktop).toEqual(cli);
  });

  test.each(SO)('raises no alarm: %s', async (_what, asked, story) => {
    const world = begin(asked);
    story(world);
    expect(await readByBoth(world.log, world.id)).toEqual({ cli: null, desktop: null });
  });

  test('raises none where the request may not be read from its beginning', async () => {
    const world = begin(BY_NAME);
    const asked = world.log.size - 1;
    world.write(named([OWNER]), OWNER);
    world.write(overruled, OWNER);
    for (const hidden of [[asked], [asked + 1], [asked, asked + 1]])
      expect(await readByBoth(world.log, world.id, hidden)).toEqual({ cli: null, desktop: null });
  });

  test('is said wrongly as the request begins, too', async () => {
    const log = new FoundedLog();
    const id = log.found();
    log.joinBy(log.joining(log.invite(OWNER, DEV)));
    // As it asks a lead, of whom the plan says nothing.
    log.ask(askedOf([member(CAROL)]));
    const { cli, desktop } = await readByBoth(log, id);
    expect(cli?.sentence).toContain(NOT_ASKED);
    expect(desktop).toEqual(cli);
  });
});
