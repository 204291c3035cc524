import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What a version of the organisation's files changes. Entries of the log keep these. */
export const CHANGES = {
  memberAdded: { name: 'text', id: 'text', now: 'told' },
  memberGone: { name: 'text', id: 'text' },
  memberOtherwise: { name: 'text', id: 'text', was: 'told', now: 'told' },
  /** And is called otherwise. */
  memberRenamed: { name: 'text', id: 'text', was: 'told', now: 'told', to: 'text' },
  /** What is empty was not said. `sshKey`: its end. */
  memberIs: {
    standing: ['owner', 'person', 'service'],
    groups: 'texts',
    pools: 'texts',
    operators: 'texts',
    manager: 'text',
    timezone: 'text',
    sshKey: 'text',
  },
  namedNew: { what: ['provider', 'entitlement'], id: 'text' },
  namedGone: { what: ['provider', 'entitlement'], id: 'text' },
  /** Of entries of before: what is another is told since then (`namedFields`). */
  namedOtherwise: { what: ['provider', 'entitlement'], id: 'text' },
  namedFields: { what: ['provider', 'entitlement'], id: 'text', fields: 'tolds' },
  /** By its name in the files; empty: it is not there. */
  fieldOtherwise: { field: 'text', was: 'text', now: 'text' },
  ruleNew: { rule: 'text', now: 'told' },
  ruleGone: { rule: 'text' },
  ruleOtherwise: { rule: 'text', was: 'told', now: 'told' },
  /** `now`: whether one person may count in several of its steps. */
  ruleDistinct: { rule: 'text', now: ['yes', 'no'] },
  ruleElse: { rule: 'text' },
  rulesReordered: none,
  /** `requesters` as in policy.yaml: `anyone`, `group:NAME`, or an id. What is 0 or empty is not asked for. */
  ruleIs: {
    entitlements: 'texts',
    requesters: 'texts',
    answer: 'told',
    mostMs: 'ms',
    lapseMs: 'ms',
    reason: 'count',
    ticket: 'text',
    risk: ['ordinary', 'high'],
  },
  /** With a condition. `zone`: a name, or `requester` for that of who asks. */
  ruleIsWhen: { is: 'told', when: 'text', zone: 'text' },
  /** Empty: none is said. */
  zoneOtherwise: { was: 'text', now: 'text' },
  /** Dates as in ISO 8601. */
  holidaysOtherwise: { added: 'texts', gone: 'texts' },
  grantedAtOnce: none,
  refusedAlways: none,
  approvedBy: { steps: 'tolds' },
  /** `remindMs`: 0 is never. */
  stepIs: { need: 'count', reviewers: 'texts', remindMs: 'ms' },
} as const satisfies CodeTable;
