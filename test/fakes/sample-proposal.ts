import type { ProposalView } from '../../shared/contract/ipc.ts';
import type { Scenario } from './sample-snapshot.ts';

/** What a service was started with, where it is not in force. */
export const sampleProposal = (scenario: Scenario): ProposalView | null =>
  scenario === 'proposed'
    ? {
        follows: 7,
        changes: [
          'Nina New (nina@example.com) is here now: a person, in payments-leads and payments-on-call',
          `${'Ludwig-Leopold '.repeat(8)}(${'l'.repeat(120)}@example.com): an owner (was a person)`,
          'The rule “production databases”: for anyone (was for group payments); granted at once (was approved by 2 of group leads); at most 1d (was at most 2h); now only when request.local.weekday <= 5 && request.local.hour >= 8 && request.local.hour < 18 && !request.local.holiday',
          'The provider payments-db: pool “berlin” (was “default”)',
        ],
        more: 0,
        hash: '7c'.repeat(32),
      }
    : null;
