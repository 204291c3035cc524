export const alarm = {
  kept: ({ sentence, path }: { readonly sentence: string; readonly path: string }) =>
    `ALARM: the history cannot be trusted. ${sentence} The evidence is in ${path}. Show it to the owners and to whoever runs the service, and do not remove it before.`,
  unkept: ({
    sentence,
    path,
    why,
  }: {
    readonly sentence: string;
    readonly path: string;
    readonly why: string;
  }) =>
    `ALARM: the history cannot be trusted. ${sentence} The evidence could not be kept in ${path} (${why}), so it is above: copy it, and show it to the owners and to whoever runs the service. It is tried again with the next latchkey history.`,
};
