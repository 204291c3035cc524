export const comment = {
  what: 'say something about a request, to all who may see it',
  text: 'what to say; - reads it from standard input',
  done: ({ id }: { readonly id: string }) => `Your comment is on request ${id}.`,
  nothing: 'There is no comment: pass it on standard input, or write it in place of the “-”.',
};
