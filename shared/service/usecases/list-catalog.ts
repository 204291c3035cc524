import type { Told } from '../../words/told.ts';
import { inEnglish } from '../../words/words.ts';
import type { Caller } from '../../api/api.ts';
import type { CatalogItem } from '../../contract/api-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import { sentMistake, type SentMistake } from '../../contract/mistake.ts';
import type { Entitlement, Organisation } from '../../domain/organisation/organisation.ts';
import { previewPolicy } from '../../domain/policy/preview-policy.ts';
import { whatPolicySays } from '../../domain/policy/what-policy-says.ts';
import type { RequestDraft } from '../../domain/policy/request-draft.ts';
import { shortText } from '../../lib/short-text.ts';
import { nextTurn } from '../system/next-turn.ts';
import type { Parts } from './parts.ts';
import { folderMistakesFor, folderProblem } from './folder-problem.ts';
import { saidKind } from './said-kind.ts';
import { providerLimit, withinLimit } from './provider-limit.ts';

interface Catalog {
  readonly version: number;
  readonly items: CatalogItem[];
  readonly names: Record<string, string>;
}

interface Problem {
  readonly problem?: string;
  readonly problemTold?: Told;
  readonly folderMistakes?: SentMistake[];
}

/** What waits is one catalog for each member; and one after the other is made, since all at once would all be late. */
let lastMade: Promise<unknown> = Promise.resolve();
/** Catalogs that were made for this version, by member and by whose review does not count for them: they only change when something is published. */
const made = new WeakMap<Organisation, Map<string, Promise<Catalog>>>();
/** A catalog of a thousand items takes about half a megabyte. */
const MOST_KEPT = 100;

type Needs = Pick<Parts, 'organisation' | 'providerSchemas' | 'bonds' | 'time'>;
type Asked = Pick<RequestDraft, 'requester' | 'conflicted'>;

/**
 * Everything that is offered, with what policy says to the caller, and why it may not be what they expect. Of a large
 * organisation it takes a second and more to make, in which everybody else is answered.
 */
export async function listCatalog(parts: Needs, { memberId }: Caller): Promise<Catalog & Problem> {
  const catalog = await catalogFor(parts, memberId);
  const problem = folderProblem(parts.organisation, memberId);
  if (problem === null) return catalog;
  const mistakes = folderMistakesFor(parts.organisation, memberId);
  return {
    ...catalog,
    problem: shortText(inEnglish(problem), LIMITS.messageLength),
    problemTold: problem,
    ...(mistakes.length > 0 && { folderMistakes: mistakes.map(sentMistake) }),
  };
}

function catalogFor(parts: Needs, memberId: string): Promise<Catalog> {
  const { current } = parts.organisation;
  const kept = made.get(current) ?? new Map<string, Promise<Catalog>>();
  made.set(current, kept);
  const conflicted = parts.bonds.conflicted(current, memberId, parts.time.now());
  const key = [memberId, ...conflicted].join(' ');
  const known = kept.get(key);
  if (known) return known;
  const catalog = lastMade.then(() => makeCatalog(parts, current, { requester: memberId, conflicted }));
  // Whoever asks again while it is made waits for the same one.
  kept.set(key, catalog);
  const forget = () => kept.delete(key);
  lastMade = catalog.then(() => kept.size > MOST_KEPT && forget(), forget);
  return catalog;
}

async function makeCatalog(parts: Needs, organisation: Organisation, asked: Asked): Promise<Catalog> {
  const items: CatalogItem[] = [];
  for (const each of Object.values(organisation.entitlements)) {
    items.push(toItem(parts, organisation, { ...asked, entitlement: each }));
    await nextTurn();
  }
  const names = Object.fromEntries(Object.values(organisation.members).map(({ id, name }) => [id, name]));
  return { version: organisation.version, items, names };
}

function toItem(
  parts: Needs,
  organisation: Organisation,
  { entitlement, ...asked }: Asked & { readonly entitlement: Entitlement },
): CatalogItem {
  const { id, title, description, providerId, tags } = entitlement;
  const draft = { ...asked, entitlementIds: [id], durationMs: null, reason: '', ticket: null, at: null };
  const { outcome: answer, minReasonLength, ticketPatterns } = previewPolicy(organisation, draft);
  const outcome = withinLimit(answer, providerLimit(parts, organisation, [id]));
  const told = whatPolicySays(outcome, organisation);
  return {
    id,
    title,
    description,
    providerId,
    tags: { ...tags },
    access: saidKind(outcome.kind),
    sentence: shortText(inEnglish(told), LIMITS.messageLength),
    told,
    maxDurationMs: outcome.maxDurationMs,
    minReasonLength,
    ticketPattern: ticketPatterns[0] ?? null,
  };
}
