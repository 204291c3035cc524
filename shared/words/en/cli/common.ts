/** Options and answers that several commands have. */
export const common = {
  json: 'as one JSON document',
  jsonAfter: 'print the request afterwards as one JSON document',
  requestId: 'of the request, or its beginning',
  grantId: 'of a grant, or of a request for all that it granted; its beginning is enough',
  personId: 'id, as in people.yaml',
  yes: 'yes',
  y: 'y',
  no: 'no',
  n: 'n',
  notAllWritten: ({ why }: { readonly why: string }) =>
    `Not all of it could be written: ${why}. What the command did is done. Make room, or write to another place, and look again.`,
  cannotReach: ({ why }: { readonly why: string }) =>
    `The service cannot be reached (${why}). Check that it runs, and the network.`,
  cannotReachSocket: ({ why }: { readonly why: string }) =>
    `The service cannot be reached (${why}). Check that it runs.`,
  noneAnswers: ({ count, why }: { readonly count: number; readonly why: string }) =>
    `None of the ${count} addresses of the service answers (${why}). Check that it runs, and the network.`,
  noAnswer: 'no answer',
  idForm: ({ look }: { readonly look: string }) =>
    `An id is made of lower-case letters and digits, and four of them say which it is. Find it with: ${look}`,
};
