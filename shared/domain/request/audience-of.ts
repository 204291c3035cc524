import type { RequestState } from './request.ts';

/** Whom a request concerns by itself: who asked, and who may or might answer. It only grows. Owners are added where it is shown. */
export const audienceOf = ({ facts, reviewers, former }: RequestState): ReadonlySet<string> =>
  new Set([facts.requester, ...reviewers.flat(), ...former]);
