export const withdraw = {
  what: 'take back a request that is not answered yet',
  done: ({ id }: { readonly id: string }) => `Request ${id} is withdrawn.`,
};
