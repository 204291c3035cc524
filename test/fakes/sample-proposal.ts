import type { ProposalView } from '../../shared/contract/ipc.ts';
import type { Scenario } from './sample-snapshot.ts';

/** What a service was started with, where it is not in force. */
export const sampleProposal = (scenario: Scenario): ProposalView | null =>
  scenario === 'proposed'
    ? {
        follows: 7,
        changes: [
          'Nina New (nina@example.com) is here now: a person, in payments-leads and payments-on-call',
          `${'Ludwig-Leopold '.repeat(8)}(${'l'.repeat(120)}@example.com) was a person, in platform, and is an owner, in platform`,
          'The rule “production databases” was: prod/* for group payments approved by 2 of group leads, at most 2h, waits 1d. It is: prod/* for anyone granted at once, at most 1d, waits 1d',
          'The provider payments-db is another than before',
        ],
        more: 0,
        hash: '7c'.repeat(32),
      }
    : null;
