import { spokenOf } from '../../shared/contract/spoken-of.ts';
import { say } from '../../shared/client/say.ts';
import { removeDeviceOutput } from '../../shared/contract/api-schemas.ts';
import { readDevices } from '../../shared/formats/wire/read-devices.ts';
import { ok } from '../../shared/lib/result.ts';
import { answerOf } from '../sync/answer-of.ts';
import type { Link } from '../sync/link.ts';
import type { Handlers } from './handlers.ts';

/** The devices that this person is signed in with. */
export const deviceHandlers = (
  link: Link,
): Pick<Handlers, 'devices.list' | 'devices.rename' | 'devices.remove'> => ({
  'devices.list': async () => {
    const answer = answerOf(await link.call((api) => api.devices.list.query({})));
    return answer.ok ? ok(readDevices(answer.value)) : answer;
  },
  'devices.rename': async ({ deviceId: device, name }) =>
    answerOf(await link.call((api) => api.devices.rename.mutate({ device, name }))),
  'devices.remove': async ({ deviceId: device, reason, evenLast }) => {
    const body = { device, reason: say(reason), ...(evenLast && { evenLast: true as const }) };
    const answer = answerOf(await link.call((api) => api.devices.remove.mutate(body)));
    return answer.ok ? ok({ said: spokenOf(removeDeviceOutput.parse(answer.value)) }) : answer;
  },
});
