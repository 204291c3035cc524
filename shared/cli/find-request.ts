import type { Client } from '../client/create-client.ts';
import { LIMITS } from '../contract/limits.ts';
import type { RequestState } from '../domain/request.ts';
import { CliFailure } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';

export interface Found {
  readonly state: RequestState;
  /** Set when the id was that of a grant. */
  readonly grantId: string | null;
}

/** No whole id is shorter. The beginning of one is enough while only one begins with it. */
const SHORTEST_ID = 8;

/** The request (or grant) that an id or its beginning means. */
export async function findRequest(api: Client['api'], id: string): Promise<Found> {
  if (!/^[a-z0-9]{1,40}$/.test(id))
    throw new CliFailure(
      EXIT.usage,
      'An id is made of lower-case letters and digits. Find it with: latchkey requests',
      'usage',
    );
  const states = await api.requests.list.query({ scope: 'all', open: false, limit: LIMITS.pageSize });
  const found = states.flatMap((state) => matches(state, id));
  const [only] = found;
  if (only && found.length === 1) return only;
  if (found.length > 1)
    throw new CliFailure(EXIT.usage, `${found.length} ids begin with ${id}. Write more of it.`, 'usage');
  // An old one may be beyond the page.
  if (id.length >= SHORTEST_ID)
    return { state: await api.requests.get.query({ requestId: id }), grantId: null };
  throw new CliFailure(EXIT.refused, `There is no request or grant whose id begins with ${id}.`, 'notFound');
}

function matches(state: RequestState, id: string): Found[] {
  const { facts } = state;
  if (facts.requestId.startsWith(id)) return [{ state, grantId: null }];
  return facts.entitlements.flatMap(({ grantId }) => (grantId.startsWith(id) ? [{ state, grantId }] : []));
}
