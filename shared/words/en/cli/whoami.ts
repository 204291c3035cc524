export const whoami = {
  what: 'who you are here, in which organisation, and by which words that is known; asks nobody',
  memberIn: ({ who, organisation }: { readonly who: string; readonly organisation: string }) =>
    `${who} in ${organisation}`,
  device: ({ id }: { readonly id: string }) => `device: ${id}`,
  service: ({ url }: { readonly url: string }) => `service: ${url}`,
  knownBy: ({ words }: { readonly words: string }) => `known by: ${words}`,
  compare: 'Whoever is in it sees the same eight words: compare them where it matters.',
};
