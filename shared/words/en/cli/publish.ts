export const publish = {
  what: "check the organisation's files and publish them as a new version",
  dir: 'folder with people.yaml, catalog.yaml and policy.yaml',
  proposed: 'what the service was started with, after its changes were listed',
  yes: 'with --proposed: without being asked',
  check: 'only check; also on a device that has joined nothing, as in CI',
  which: 'Say which folder to publish, or --proposed (with --yes, where nobody can be asked).',
  error: 'error',
  warning: 'warning',
  nothingDone: ({ version }: { readonly version: number }) =>
    `Nothing was published; version ${version} stays in force. Correct the lines above and publish again.`,
  published: ({ version }: { readonly version: number }) => `Published as version ${version}.`,
  saysTheSame: ({ version }: { readonly version: number }) => `Version ${version} says the same.`,
  noMistakes: 'No mistakes.',
  mistakesHere: 'Correct the lines above.',
  noMistakesHere:
    'No mistakes. This device has joined no service, so nothing was compared with what is in force.',
  unserved: ({ pool }: { readonly pool: string }) =>
    `No runner of the pool ${pool} has been heard of yet: what is asked of it waits for one. Start one (latchkey runner --pool ${pool}), or correct “pool” in catalog.yaml.`,
  nobodyToAsk: 'Nobody can be asked here: look at it with --proposed --check, then add --yes.',
  nothingToDo:
    'There is nothing to publish: the service was started without --org, or its folder says what is in force.',
  nothingDoneThere: ({ version }: { readonly version: number }) =>
    `Nothing was published; version ${version} stays in force. Correct the lines above there, and start the service again.`,
  first: 'Nothing is in force yet. The folder on the computer of the service would be the first version.',
  differs: ({ version }: { readonly version: number }) =>
    `The folder on the computer of the service differs from version ${version}, which is in force:`,
  andMore: ({ count }: { readonly count: number }) => `and ${count} more`,
  onlyWriting: 'nothing but how it is written',
  ask: ({ version }: { readonly version: number }) => `To publish this as version ${version}, write yes: `,
  givenUp: 'Given up: nothing was published.',
};
