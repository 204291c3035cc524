import { ownersIn } from '../../shared/client/owners-in.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import { readProposed } from '../../shared/formats/wire/read-proposed.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { answerOf } from '../sync/answer-of.ts';
import type { Link } from '../sync/link.ts';
import type { Handlers } from './handlers.ts';
import { publishedView } from './published-view.ts';

/** What the service was started with: shown with what would change, and published as it was shown or not at all. */
export function proposalHandlers(
  link: Pick<Link, 'call'>,
): Pick<Handlers, 'org.proposed' | 'org.publishProposed'> {
  const read = async () =>
    answerOf(await link.call(async (api) => readProposed(await api.org.proposed.query())));
  return {
    async 'org.proposed'() {
      const answer = await read();
      if (!answer.ok || answer.value === null) return answer.ok ? ok(null) : answer;
      const { follows, changes, more, files, providerDigests } = answer.value;
      const owners = ownersIn(files, providerDigests);
      return ok({ follows, changes: [...changes, owners], more, hash: hashOf(answer.value) });
    },
    async 'org.publishProposed'({ hash }) {
      const now = await read();
      if (!now.ok) return now;
      const { value } = now;
      if (value === null || hashOf(value) !== hash) return err(CHANGED);
      const { files, providerDigests, follows } = value;
      const answer = answerOf(
        await link.call((api) => api.org.publish.mutate({ files, providerDigests, follows, dryRun: false })),
      );
      return answer.ok ? ok(publishedView(answer.value)) : answer;
    },
  };
}

const hashOf = (proposal: object): string => hexOf(sha256(new TextEncoder().encode(canonicalText(proposal))));

const CHANGED = refuse('otherVersion', 'proposalChanged');
