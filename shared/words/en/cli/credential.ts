export const credential = {
  what: 'show the credential of access that is active, on the device that asked or another of yours',
  notYours: 'A credential is for who asked for it, and nobody else.',
  notActive: 'This access is not active, so it has no credential now.',
  notWritten: ({ why, again }: { readonly why: string; readonly again: string }) =>
    `Access works, but its credential could not be written (${why}). Show it with: ${again}`,
  run: ({ command }: { readonly command: string }) => `Run: ${command}`,
  noneNeeded: 'Access works; no credential is needed.',
};
