import { followChanges } from '../client/follow-changes.ts';
import { isUnreachable } from '../client/is-unreachable.ts';
import { listEvery } from '../client/list-every.ts';
import { refusalOf } from '../client/refusal-of.ts';
import { say } from '../client/say.ts';
import type { Refusal } from '../domain/refusal.ts';
import { grantsOf, type RequestedGrant } from '../domain/request/grants-of.ts';
import type { RequestState } from '../domain/request/request.ts';
import type { DurationMs } from '../lib/time.ts';
import { sleepLong } from '../system/sleep-long.ts';
import type { MemberSession } from './member-session.ts';
import type { Terminal } from './terminal.ts';

/** Whose access is meant; absent: everybody's, from every provider. */
export interface Meant {
  readonly person?: string;
  readonly provider?: string;
}

/** One access that is meant, as it was listed last. */
export interface MeantGrant extends RequestedGrant {
  readonly facts: RequestState['facts'];
}

export interface EndedMany {
  readonly outcome: 'gone' | 'timedOut' | 'stopped';
  /** Each once, whatever became of it. */
  readonly ids: readonly string[];
  /** What is not verified gone yet. */
  readonly left: readonly MeantGrant[];
  /** What the service did not end, and why. */
  readonly refused: readonly { readonly grantId: string; readonly refusal: Refusal }[];
  /** Requests that only a newer Latchkey knows: nobody can tell whether they were meant. */
  readonly unknown: number;
}

/** So many are sent at once: the service writes them together. */
const AT_ONCE = 16;

/** What is meant and not over, and how many requests are not known here. */
export async function listMeant(
  api: MemberSession['api'],
  { person, provider }: Meant,
): Promise<{ readonly grants: readonly MeantGrant[]; readonly unknown: number }> {
  const { known, unknown } = await listEvery(api, { scope: 'running', open: true });
  // What changed while it was listed may be there twice: the later one counts.
  const byId = new Map<string, MeantGrant>();
  for (const state of known) {
    const { facts } = state;
    if (person !== undefined && facts.requester !== person) continue;
    for (const each of grantsOf(state))
      if (provider === undefined || each.entitlement.providerId === provider)
        byId.set(each.entitlement.grantId, { facts, ...each });
  }
  const grants = [...byId.values()].filter(
    ({ grant }) => grant.kind !== 'revoked' && grant.kind !== 'failed',
  );
  return { grants, unknown: unknown.length };
}

/**
 * Ends all access that is meant, also what is given meanwhile, and follows it until each is verified gone. What cannot be ended is
 * told apart, and holds up nothing else. `onProgress`: how many are verified gone of how many, whenever that changes.
 */
export async function endMany(
  { api, client }: Pick<MemberSession, 'api' | 'client'>,
  meant: Meant,
  {
    terminal,
    reason,
    forMs,
    onProgress,
  }: {
    readonly terminal: Terminal;
    readonly reason: string;
    readonly forMs: DurationMs;
    readonly onProgress: (gone: number, all: number) => void;
  },
): Promise<EndedMany> {
  const said = say(reason);
  const ended = new Set<string>();
  const refused = new Map<string, Refusal>();
  let listed: Awaited<ReturnType<typeof listMeant>> = { grants: [], unknown: 0 };

  const endOne = async (grantId: string): Promise<void> => {
    try {
      await api.grants.end.mutate({ grantId, reason: said, isGone: false });
    } catch (fault) {
      const refusal = refusalOf(fault);
      if (!refusal || isUnreachable(fault)) throw fault;
      // It was over already: what was wanted.
      if (refusal.code !== 'notActive') refused.set(grantId, refusal);
    }
    ended.add(grantId);
  };
  /** Whether nothing is left of what could be ended. */
  const round = async (): Promise<boolean> => {
    listed = await listMeant(api, meant);
    const fresh = listed.grants.map(({ entitlement }) => entitlement.grantId).filter((id) => !ended.has(id));
    for (let from = 0; from < fresh.length; from += AT_ONCE)
      await Promise.all(fresh.slice(from, from + AT_ONCE).map(endOne));
    if (fresh.length > 0) listed = await listMeant(api, meant);
    const left = listed.grants.filter(({ entitlement }) => !refused.has(entitlement.grantId));
    onProgress(
      ended.size - refused.size - left.filter(({ entitlement }) => ended.has(entitlement.grantId)).length,
      ended.size,
    );
    return left.length === 0;
  };

  const outcome = (await round()) ? 'gone' : await followed({ client, terminal, forMs }, round);
  return {
    outcome,
    ids: [...ended],
    left: listed.grants,
    refused: [...refused].map(([grantId, refusal]) => ({ grantId, refusal })),
    unknown: listed.unknown,
  };
}

/** Goes around again whenever something happened, until it is done, the time is over, or somebody stops it. */
async function followed(
  { client, terminal, forMs }: Pick<MemberSession, 'client'> & { terminal: Terminal; forMs: DurationMs },
  round: () => Promise<boolean>,
): Promise<EndedMany['outcome']> {
  const over = new AbortController();
  const timedOut = sleepLong(terminal.clock, forMs, over.signal).then(() => 'timedOut' as const);
  const stopped = new Promise<'stopped'>((resolve) => {
    if (terminal.stop.aborted) resolve('stopped');
    terminal.stop.addEventListener('abort', () => resolve('stopped'), { once: true, signal: over.signal });
  });
  const gone = new Promise<'gone'>((resolve, reject) => {
    let running: Promise<void> | null = null;
    let isAgain = false;
    const look = (): void => {
      isAgain = true;
      running ??= (async () => {
        while (isAgain && !over.signal.aborted) {
          isAgain = false;
          if (await round()) resolve('gone');
        }
      })()
        // While the service is away the subscription comes back, and with it the next look.
        .catch((fault: unknown) => (isUnreachable(fault) ? undefined : reject(fault as Error)))
        .finally(() => (running = null));
    };
    void followChanges({
      client,
      clock: terminal.clock,
      after: null,
      signal: over.signal,
      onChange: look,
      onState: (now) => now === 'live' && look(),
    }).then((refusal) => refusal && reject(new Error(terminal.words.tell(refusal.told))), reject);
  });
  try {
    return await Promise.race([gone, timedOut, stopped]);
  } finally {
    over.abort();
  }
}
