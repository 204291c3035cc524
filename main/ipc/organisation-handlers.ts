import { makeInvite } from '../../shared/client/make-invite.ts';
import type { IpcChannel } from '../../shared/contract/ipc.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { readMe } from '../../shared/formats/wire/read-me.ts';
import { joinLink } from '../../shared/lib/join-link.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { readOrganisationFolder } from '../../shared/system/organisation-folder.ts';
import { answerOf } from '../sync/answer-of.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Link } from '../sync/link.ts';
import type { Membership } from '../sync/membership.ts';
import { proposalHandlers } from './proposal-handlers.ts';
import { publishedView } from './published-view.ts';
import { deviceHandlers, type LeavingParts } from './device-handlers.ts';
import type { Handlers } from './handlers.ts';
import { toldOf } from '../../shared/words/told.ts';

type OrganisationChannel = Extract<IpcChannel, `org.${string}` | `devices.${string}`>;

/** Making, joining and changing an organisation; the devices that one is in it with. */
export function organisationHandlers(parts: {
  readonly membership: Membership;
  readonly byOneself: LeavingParts['byOneself'];
  readonly link: Link;
  readonly snapshot: () => Snapshot;
  readonly clock: Pick<Clock, 'now'>;
}): Pick<Handlers, OrganisationChannel> {
  const { membership, link, snapshot } = parts;
  return {
    ...deviceHandlers(link, {
      ...{ current: membership.current, byOneself: parts.byOneself },
      name: () => snapshot().device.name,
    }),
    ...proposalHandlers(link),
    'org.create': (input) => membership.create(input),
    'org.join': (input) => membership.join(input),
    'org.leave': () => membership.leave(),
    'org.invite': async ({ person }) => {
      const known = membership.current();
      if (!known) return err(refuse('notSignedIn', 'keysNotOpen'));
      const wanted = { person, now: parts.clock.now() };
      const answer = answerOf(await link.call((api) => makeInvite(api, known, wanted)));
      if (!answer.ok) return answer;
      const url = snapshot().organisation?.url ?? '';
      const line = joinLink({ service: url, code: answer.value.code, founding: known.founding });
      return ok({ ...answer.value, url, link: line });
    },
    'org.publish': async () => {
      const folder = snapshot().organisation?.folder;
      if (!folder) {
        return err(refuse('notSupported', 'publishedFromFolder'));
      }
      const read = await readOrganisationFolder(folder);
      if (!read.ok) return err({ code: 'badOrganisation', told: toldOf(read.error) });
      const answer = answerOf(
        await link.call(async (api) => {
          const follows = readMe(await api.session.me.query()).organisation.version;
          return api.org.publish.mutate({ ...read.value, dryRun: false, follows });
        }),
      );
      if (!answer.ok) return answer;
      return ok(publishedView(answer.value));
    },
  };
}
