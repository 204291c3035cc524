import type { Stream } from '../stream.ts';
import { decideOrganisation } from './decide-organisation.ts';
import { evolveOrganisation } from './evolve-organisation.ts';
import type { OrganisationCommand } from './organisation-command.ts';
import type { OrganisationEntry } from './organisation-entry.ts';
import type { OrganisationState } from './organisation-state.ts';

export const organisationStream: Stream<OrganisationState, OrganisationCommand, OrganisationEntry> = {
  kind: 'organisation',
  nameOf: () => 'organisation',
  entries: {
    organisationCreated: 'everybody',
    organisationPublished: 'told',
    organisationChanged: 'concerned',
    memberChanged: 'concerned',
    memberConfirmed: 'everybody',
    runnerSignedIn: 'everybody',
    logKeyRotated: 'told',
    recoveryKeySet: 'told',
    recoveryUsed: 'told',
    textsErased: 'everybody',
    clockAccepted: 'everybody',
  },
  decide: decideOrganisation,
  evolve: evolveOrganisation,
};
