import type { Client } from '../client/create-client.ts';
import { listEvery, listPages } from '../client/list-every.ts';
import type { RequestState } from '../domain/request/request.ts';
import { CliFailure, ofNewer } from './cli-failure.ts';
import { requestIdIn, type Requests } from '../formats/wire/read-requests.ts';
import { whatAndWho } from './describe-request.ts';
import { EXIT } from './exit-status.ts';
import type { Words } from '../words/words.ts';

const MOST_FOUND = 1_000;
/** So many of them are named. */
const MOST_NAMED = 5;

/** Fewer could be mistyped, and mean what nobody meant: a command may approve or end what is found. */
const ID = /^[a-z0-9]{4,40}$/;

export interface Found {
  readonly state: RequestState;
  /** Set when the id was that of a grant. */
  readonly grantId: string | null;
}

/** The request (or grant) that an id or its beginning means. */
export async function findRequest(api: Client['api'], id: string): Promise<Found> {
  if (!ID.test(id))
    throw new CliFailure(EXIT.usage, ({ cli }) => cli.common.idForm({ look: 'latchkey requests' }), 'usage');
  const found = new Map(
    (await lookUp(api, id)).map((each) => [each.grantId ?? each.state.facts.requestId, each]),
  );
  const [only] = found.values();
  if (only && found.size === 1) return only;
  if (found.size > 1) throw new CliFailure(EXIT.usage, (words) => severalText(words, id, found), 'usage');
  throw new CliFailure(EXIT.refused, ({ cli }) => cli.requests.notSeen({ id }), 'notFound');
}

/** Which they are, in full: the beginning that tells them apart may be long. */
function severalText(words: Words, id: string, found: ReadonlyMap<string, Found>): string {
  const { several, severalAndMore } = words.cli.requests;
  const some = Array.from(found).slice(0, MOST_NAMED);
  const which = some.map(([each, { state }]) => `${each} (${whatAndWho(words, state.facts)})`).join(', ');
  const say = found.size > some.length ? severalAndMore : several;
  return say({ count: found.size, id, which });
}

/** What runs first, which is never long compared with all that ever was; the rest only when it is not there. */
async function lookUp(api: Client['api'], id: string): Promise<Found[]> {
  const listed = await listEvery(api, { scope: 'running', open: true });
  const running = listed.known.flatMap((state) => matches(state, id));
  if (running.some(({ state, grantId }) => id === (grantId ?? state.facts.requestId))) return running;
  const found = [...running];
  let isNewer = isMeant(listed, id);
  for await (const page of listPages(api, { scope: 'all', open: false })) {
    const here = page.known.flatMap((state) => matches(state, id));
    found.push(...here);
    isNewer ||= isMeant(page, id);
    // Enough to say that more of the id has to be written; a service that goes on and on is not collected.
    if (found.length > MOST_FOUND) break;
    if (here.some(({ state, grantId }) => id === (grantId ?? state.facts.requestId))) break;
  }
  // What else begins with it may be another one than was meant.
  if (isNewer && !found.some(({ state, grantId }) => id === (grantId ?? state.facts.requestId)))
    throw ofNewer(({ cli }) => cli.newer.request({ id }));
  return found;
}

const isMeant = ({ unknown }: Requests, id: string): boolean =>
  unknown.some(({ raw }) => requestIdIn(raw)?.startsWith(id) ?? false);

function matches(state: RequestState, id: string): Found[] {
  const { facts } = state;
  if (facts.requestId.startsWith(id)) return [{ state, grantId: null }];
  return facts.entitlements.flatMap(({ grantId }) => (grantId.startsWith(id) ? [{ state, grantId }] : []));
}
