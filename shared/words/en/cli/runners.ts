export const runners = {
  what: 'the services’ own runners, and whether they sign what they report; for owners',
  signIn: 'believe from now on what this runner signs, and nothing that it does not',
  name: 'as latchkey runners lists it',
  none: 'No service has said to have a runner of its own.',
  signs: 'signs what it reports',
  notSignedIn: 'not signed in',
  headRunner: 'Runner',
  headKey: 'Key',
  unknown: ({ name }: { readonly name: string }) =>
    `No service has a runner ${name}. Look at them with latchkey runners.`,
  signsNow: ({ name, key }: { readonly name: string; readonly key: string }) =>
    `${name} signs what it reports from now on. Its key, which its service says as it starts, is ${key}`,
  signsAlready: ({ name, key }: { readonly name: string; readonly key: string }) =>
    `${name} signs what it reports already. Its key, which its service says as it starts, is ${key}`,
};
