import { MOST_REVIEWERS } from '../domain/policy/approval-step.ts';
import { MOST_COMMENTS } from '../domain/request/request.ts';

/** Bounds of everything that comes from outside. Counts are UTF-16 code units, items or bytes as named. */
export const LIMITS = {
  idLength: 200,
  titleLength: 200,
  reasonLength: 2_000,
  commentLength: 2_000,
  commentsPerRequest: MOST_COMMENTS,
  ticketLength: 100,
  saidPerEntry: 10,
  /** What is searched for in the history. */
  searchLength: 200,
  nameLength: 100,
  passphraseLength: 1_000,
  messageLength: 4_000,
  evidenceLength: 4_000,
  entitlementsPerRequest: 20,
  grantsPerHeartbeat: 10_000,
  reviewersPerStep: MOST_REVIEWERS,
  stepsPerPlan: 10,
  organisationFileBytes: 1_000_000,
  devicesPerPerson: 20,
  /** Of services, each with one of its own. */
  ownRunners: 100,
  /** Sentences of what a proposal would change. */
  proposedChanges: 1_000,
  /** Of the files that a service was started with, as an owner is told them. */
  folderMistakes: 20,
  /** At which the services of one organisation are to be found. */
  addresses: 16,
  sealedLength: 100_000,
  pageSize: 1_000,
  /** One year: nothing that ends later is just-in-time. */
  durationMs: 366 * 86_400_000,
  /** An HTTP body. Larger is refused before it is parsed. */
  bodyBytes: 5_000_000,
} as const;
