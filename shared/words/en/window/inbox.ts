export const inbox = {
  approve: 'Approve',
  deny: 'Deny',
};
