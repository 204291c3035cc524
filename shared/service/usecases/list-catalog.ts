import type { CatalogItem, Caller } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { Entitlement, Organisation } from '../../domain/organisation.ts';
import { previewPolicy } from '../../domain/preview-policy.ts';
import { previewSentence } from '../../domain/preview-sentence.ts';
import type { RequestDraft } from '../../domain/request-draft.ts';
import { shortText } from '../../lib/short-text.ts';
import type { Parts } from './parts.ts';
import { folderProblem } from './folder-problem.ts';
import { providerLimit, withinLimit } from './provider-limit.ts';

interface Catalog {
  readonly version: number;
  readonly items: CatalogItem[];
  readonly names: Record<string, string>;
}

/** Catalogs that were made for this version, by member and by whose review does not count for them: they only change when something is published. */
const made = new WeakMap<Organisation, Map<string, Catalog>>();
/** A catalog of a thousand items takes about half a megabyte. */
const MOST_KEPT = 100;

type Needs = Pick<Parts, 'organisation' | 'providerSchemas' | 'bonds' | 'time'>;

/** Everything that is offered, with what policy says to the caller, and why it may not be what they expect. */
export function listCatalog(parts: Needs, { memberId }: Caller): Catalog & { readonly problem?: string } {
  const problem = folderProblem(parts.organisation, memberId);
  const catalog = catalogFor(parts, memberId);
  return problem === null ? catalog : { ...catalog, problem: shortText(problem, LIMITS.messageLength) };
}

function catalogFor(parts: Needs, memberId: string): Catalog {
  const { current } = parts.organisation;
  const kept = made.get(current) ?? new Map<string, Catalog>();
  made.set(current, kept);
  const conflicted = parts.bonds.conflicted(current, memberId, parts.time.now());
  const key = [memberId, ...conflicted].join(' ');
  const known = kept.get(key);
  if (known) return known;
  const items = Object.values(current.entitlements).map((each) =>
    toItem(parts, each, { requester: memberId, conflicted }),
  );
  const names = Object.fromEntries(Object.values(current.members).map(({ id, name }) => [id, name]));
  const catalog = { version: current.version, items, names };
  if (kept.size < MOST_KEPT) kept.set(key, catalog);
  return catalog;
}

function toItem(
  parts: Needs,
  entitlement: Entitlement,
  asked: Pick<RequestDraft, 'requester' | 'conflicted'>,
): CatalogItem {
  const organisation = parts.organisation.current;
  const { id, title, description, providerId, tags } = entitlement;
  const draft = { ...asked, entitlementIds: [id], durationMs: null, reason: '', ticket: null };
  const { outcome: answer, minReasonLength, ticketPatterns } = previewPolicy(organisation, draft);
  const outcome = withinLimit(answer, providerLimit(parts, organisation, [id]));
  return {
    id,
    title,
    description,
    providerId,
    tags: { ...tags },
    access: outcome.kind,
    sentence: shortText(previewSentence(outcome, organisation), LIMITS.messageLength),
    maxDurationMs: outcome.maxDurationMs,
    minReasonLength,
    ticketPattern: ticketPatterns[0] ?? null,
  };
}
