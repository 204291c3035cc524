/** Of what only a newer Latchkey can show. */
export const newer = {
  devices: 'Some devices are of a newer Latchkey. Update Latchkey to see them.',
  outcome: ({ id }: { readonly id: string }) =>
    `What came of request ${id} only a newer Latchkey can show. Update Latchkey to see it.`,
  catalog: 'The catalogue only a newer Latchkey can show. Update Latchkey to see it.',
  someDevices: 'Some devices only a newer Latchkey can show. Update Latchkey to see it.',
  checked: ({ count }: { readonly count: number }) =>
    `What was said of ${count === 1 ? 'one' : count} of them only a newer Latchkey can show. Update Latchkey to see it.`,
  request: ({ id }: { readonly id: string }) =>
    `A request whose id begins with ${id} was made by a newer Latchkey. Update Latchkey to see it.`,
};
