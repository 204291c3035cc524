import { inviteOutput } from '../../shared/contract/api-schemas.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { readPublished } from '../../shared/formats/wire/read-published.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { readOrganisationFolder } from '../../shared/system/organisation-folder.ts';
import { answerOf } from '../sync/answer-of.ts';
import type { Link } from '../sync/link.ts';
import type { Membership } from '../sync/membership.ts';
import type { Handlers } from './handlers.ts';

/** Making, joining and changing an organisation. */
export function organisationHandlers(parts: {
  readonly membership: Membership;
  readonly link: Link;
  readonly snapshot: () => Snapshot;
}): Pick<Handlers, 'org.create' | 'org.join' | 'org.leave' | 'org.invite' | 'org.publish'> {
  const { membership, link, snapshot } = parts;
  return {
    'org.create': (input) => membership.create(input),
    'org.join': (input) => membership.join(input),
    'org.leave': () => membership.leave(),
    'org.invite': async ({ person }) => {
      const answer = answerOf(await link.call((api) => api.org.invite.mutate({ person })));
      if (!answer.ok) return answer;
      return ok({ ...inviteOutput.parse(answer.value), url: snapshot().organisation?.url ?? '' });
    },
    'org.publish': async () => {
      const folder = snapshot().organisation?.folder;
      if (!folder) {
        return err(
          refuse('notSupported', 'This organisation is published from its own folder: latchkey publish DIR'),
        );
      }
      const read = await readOrganisationFolder(folder);
      if (!read.ok) return err(refuse('badOrganisation', read.error));
      const input = { ...read.value, dryRun: false };
      const answer = answerOf(await link.call((api) => api.org.publish.mutate(input)));
      if (!answer.ok) return answer;
      const { version, published, mistakes } = readPublished(answer.value);
      const isRefused = mistakes.some(({ severity }) => severity === 'error');
      return ok({
        version,
        outcome: published ? 'published' : isRefused ? 'refused' : 'unchanged',
        mistakes: mistakes.map(({ file, line, message }) => `${file}:${line}: ${message}`),
      });
    },
  };
}
