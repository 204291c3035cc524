/** The one word for a request or an access, as it stands in a table. */
export const state = {
  submitted: 'submitted',
  refused: 'refused',
  denied: 'denied',
  withdrawn: 'withdrawn',
  lapsed: 'lapsed',
  approved: 'approved',
  scheduled: 'scheduled',
  activating: 'activating',
  active: 'active',
  revoking: 'revoking',
  revoked: 'revoked',
  failed: 'failed',
  overdue: 'overdue',
  stuck: 'stuck',
};
