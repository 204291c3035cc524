/** What the demo measured, in milliseconds. */
export interface Figures {
  readonly requestToNotificationMs: number;
  readonly approvalToAccessMs: number;
  readonly approvalToFirstQueryMs: number;
  readonly deadlineToRevocationMs: number;
  readonly deadlineToSessionEndedMs: number;
  readonly deadlineToRefusalMs: number;
}

/** Each figure in words, and between which two moments it was taken. The first three questions are the demo's. */
export const FIGURES: readonly (readonly [keyof Figures, string, string])[] = [
  [
    'requestToNotificationMs',
    'request to notification',
    'from the click on "Request access" to the Notify call on the message bus of the approver’s desktop',
  ],
  [
    'approvalToAccessMs',
    'approval to working access',
    'from the click on "Approve" to the start in the log: the runner has verified that the role works',
  ],
  [
    'approvalToFirstQueryMs',
    '  … to the first query',
    'from the click on "Approve" to the first INSERT with the credential copied out of the window',
  ],
  [
    'deadlineToRevocationMs',
    'deadline to verified revocation',
    'from the deadline in the log to the moment, in the log, at which the runner verified that the role is gone',
  ],
  [
    'deadlineToSessionEndedMs',
    '  … to the end of the open session',
    'from the deadline in the log to the moment at which the open session lost its connection',
  ],
  [
    'deadlineToRefusalMs',
    '  … to the first refused login',
    'from the deadline in the log to the answer to the first login that was refused; one was tried every 50 ms',
  ],
];
