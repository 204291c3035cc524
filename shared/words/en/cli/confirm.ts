export const confirm = {
  what: 'say as an owner that somebody whom another owner added today is a person of their own',
  done: ({ person }: { readonly person: string }) => `${person} may review like everybody else from now on.`,
};
