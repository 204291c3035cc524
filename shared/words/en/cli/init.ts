export const init = {
  what: 'an example organisation to start from: people.yaml, catalog.yaml, policy.yaml',
  dir: 'folder to write to; made when it is not there, and what is there stays as it is',
  allThere: ({ dir }: { readonly dir: string }) =>
    `All of them exist in ${dir} already and were left as they are.`,
  notAllWritten: ({ dir, why }: { readonly dir: string; readonly why: string }) =>
    `Not all of it could be written to ${dir} (${why}). Make room there, or let this user write there; then latchkey init ${dir} writes what is missing.`,
  leftAsItIs: ({ path }: { readonly path: string }) => `${path} exists already and was left as it is.`,
  noFolder: ({ dir }: { readonly dir: string }) =>
    `${dir} is a file, or lies under one. Name a folder, or one that is not there yet.`,
  notThere: ({ dir }: { readonly dir: string }) =>
    `The folder ${dir} cannot be made: this system has none there. Name another one.`,
  next: ({ dir }: { readonly dir: string }) =>
    `Change the files in ${dir}, then start a service with them: latchkey service --org ${dir} --name NAME. Where one runs already, an owner publishes them: latchkey publish ${dir}`,
};
