export const notices = {
  open: 'Open',
};
