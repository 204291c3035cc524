export const review = {
  approve: 'approve a request',
  deny: 'deny a request',
  commentApprove: 'what the requester and the history should know',
  commentDeny: 'why: the requester reads it',
  highRisk: 'without being asked once more where the request is high risk',
  othersToo: 'Others must answer too.',
  isNow: ({ state }: { readonly state: string }) => `It is ${state} now.`,
  approved: ({ id, who, outcome }: { readonly id: string; readonly who: string; readonly outcome: string }) =>
    `Approved: request ${id} of ${who}. ${outcome}`,
  denied: ({ id, who, outcome }: { readonly id: string; readonly who: string; readonly outcome: string }) =>
    `Denied: request ${id} of ${who}. ${outcome}`,
  notConfirmed: ({ what }: { readonly what: string }) =>
    `This is high risk, and nothing was sent: ${what}. To approve it, add --high-risk.`,
  nothingSent: 'Nothing was sent: the request waits as before.',
};
