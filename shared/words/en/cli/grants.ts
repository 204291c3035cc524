export const grants = {
  what: 'access that is there now, with the time that is left',
  all: 'also that of others, as far as you may see it',
  left: 'left',
  nobodyHas: 'There is no access now that you may see.',
  youHaveNone:
    'You have no access now. That of others, as far as you may see it, is listed by: latchkey grants --all',
};
