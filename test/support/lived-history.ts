import { said } from '../fakes/said.ts';
import type { Work } from '../../shared/contract/api-types.ts';
import { RefusalError } from '../../shared/contract/refusal-error.ts';
import { durationMs } from '../../shared/lib/time.ts';
import {
  DEV,
  FILES,
  LEAD,
  LEAD2,
  OTHER,
  OWNER,
  RUNNER,
  unique,
  type ServiceFixture,
} from '../integration/service-fixture.ts';

/** What people, runners and the clock can do; what is refused is a part of the history, too. */
export const STEPS = [
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
  'renameDevice',
  'removeDevice',
  'joinAnew',
  'revokeElsewhere',
] as const;
export type Step = (typeof STEPS)[number];

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

/** Carries the steps out one after the other. */
export async function live(fixture: ServiceFixture, steps: readonly Step[]): Promise<void> {
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
          isGone: false,
          ...{ grantId, reason: said('enough of it') },
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
    case 'renameDevice': {
      const { caller } = await fixture.device(person);
      await fixture.api.devices.rename(caller, { device: caller.deviceId, name: `Device ${at}` });
      return;
    }
    case 'removeDevice': {
      // By themselves, or by an owner.
      const { caller } = await fixture.device(person);
      fixture.devices.delete(person);
      const by = at % 3 === 0 ? await fixture.caller(OWNER) : caller;
      await fixture.api.devices.remove(by, { device: caller.deviceId, reason: said('lost it') });
      return;
    }
    case 'joinAnew': {
      const owner = await fixture.caller(OWNER);
      const { code } = await fixture.api.org.invite(owner, { person, replaces: true });
      fixture.devices.set(person, await fixture.join(code));
      return;
    }
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
  });
};
