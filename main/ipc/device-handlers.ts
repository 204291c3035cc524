import { spokenOf } from '../../shared/contract/spoken-of.ts';
import { say } from '../../shared/client/say.ts';
import { removeDeviceOutput } from '../../shared/contract/api-schemas.ts';
import { readDevices } from '../../shared/formats/wire/read-devices.ts';
import { isProvenSignedOut } from '../../shared/client/prove-signed-out.ts';
import { told } from '../../shared/words/told.ts';
import type { Identity } from '../../shared/client/identity.ts';
import type { EndOfMembership } from '../sync/end-of-membership.ts';
import { ok } from '../../shared/lib/result.ts';
import { answerOf } from '../sync/answer-of.ts';
import type { Link } from '../sync/link.ts';
import type { Handlers } from './handlers.ts';

export interface LeavingParts extends Pick<EndOfMembership, 'byOneself'> {
  /** Null: it is nobody's. */
  readonly current: () => Identity | null;
  readonly name: () => string;
}

/** The devices that this person is signed in with. */
export const deviceHandlers = (
  link: Pick<Link, 'call'>,
  { current, byOneself, name }: LeavingParts,
): Pick<Handlers, 'devices.list' | 'devices.rename' | 'devices.remove'> => ({
  'devices.list': async () => {
    const answer = answerOf(await link.call((api) => api.devices.list.query({})));
    return answer.ok ? ok(readDevices(answer.value)) : answer;
  },
  'devices.rename': async ({ deviceId: device, name }) =>
    answerOf(await link.call((api) => api.devices.rename.mutate({ device, name }))),
  'devices.remove': async ({ deviceId: device, reason, evenLast }) => {
    const body = { device, reason: say(reason), ...(evenLast && { evenLast: true as const }) };
    const me = current();
    const here = me?.deviceId === device ? me : null;
    if (here) byOneself(device);
    const outcome = await link.call((api) => api.devices.remove.mutate(body));
    // This device's connection ends with it, at times before the answer is here.
    if (here && outcome.kind === 'unreachable' && (await isProvenSignedOut(here.url, here)))
      return ok({ said: told('deviceSignedOut', { name: name(), whose: '', grants: 0 }) });
    if (outcome.kind === 'refused') byOneself(null);
    const answer = answerOf(outcome);
    return answer.ok ? ok({ said: spokenOf(removeDeviceOutput.parse(answer.value)) }) : answer;
  },
});
