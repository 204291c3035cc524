export const catalog = {
  what: 'what can be asked for, and what policy says to you',
  empty: 'The catalog is empty. Owners fill it with: latchkey publish DIR',
  headEntitlement: 'entitlement',
  headTitle: 'title',
  headAccess: 'access',
};
