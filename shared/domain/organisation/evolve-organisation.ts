import { assertNever } from '../../lib/assert-never.ts';
import type { OrganisationEntry } from './organisation-entry.ts';
import type { OrganisationState } from './organisation-state.ts';

/** Before its first entry. */
export const NOT_CREATED: OrganisationState = {
  name: '',
  version: 0,
  document: null,
  runners: {},
  logKeys: [],
  recoveryKey: null,
};

/** The organisation after `entry`. Pure. */
export function evolveOrganisation(
  state: OrganisationState = NOT_CREATED,
  entry: OrganisationEntry,
): OrganisationState {
  switch (entry.type) {
    case 'organisationCreated':
      return {
        ...state,
        ...{ name: entry.name, logKeys: [entry.logKey], recoveryKey: entry.recoveryKey ?? null },
        runners: entry.runner ? { [entry.runner.device]: entry.runner.signingKey } : {},
      };
    case 'runnerSignedIn':
      return { ...state, runners: { ...state.runners, [entry.device]: entry.signingKey } };
    case 'logKeyRotated':
      return { ...state, logKeys: [entry.logKey, ...state.logKeys] };
    case 'recoveryKeySet':
      return { ...state, recoveryKey: entry.recoveryKey };
    case 'recoveryUsed':
      return { ...state, recoveryKey: null };
    case 'organisationPublished':
      return { ...state, version: entry.organisationVersion, document: entry.document ?? null };
    case 'organisationChanged':
    case 'memberChanged':
    case 'memberConfirmed':
    case 'textsErased':
    case 'clockAccepted':
      // Whom they concern is told by `Bonds`, across streams.
      return state;
    default:
      return assertNever(entry);
  }
}
