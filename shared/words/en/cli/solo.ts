/** Comments in the first files of an organisation that the desktop makes. */
export const solo = {
  whoIsIn: 'Who is in this organisation. So far: you.',
  /** Several lines. */
  withSecond: `To try it with a second person on this computer, add a line under "people". Then, in Latchkey under Settings: "Publish
changes", "Make invite", and send them what it shows. They choose "Join" in their Latchkey, or run:`,
  othersNeed: `What answers there answers your user of this computer alone. Other people need a service that they can reach: see
"With a second person" in the README.`,
  poolsOfYours: 'pools: the computers of this person may run the providers of these pools',
  whatCanBeAsked: 'What can be asked for.',
  exampleProvider:
    '"example" comes with Latchkey. It writes a token to a file on this computer, and takes it away when time is up.',
  byYourDesktop: 'served by your own desktop',
  belowDataFolder: "below Latchkey's data folder",
  realThings: `Real things to add, with providers that come with Latchkey: postgres (a database role for the time of the grant) and
ssh-certificate (a certificate that ends by itself).`,
  onceSecond: 'Works as soon as there is a second person: anyone but the one who asks can approve.',
  /** What the window shows of them: titles, descriptions, names of rules and steps. */
  values: {
    thisComputer: 'this computer',
    token: ({ host }: { readonly host: string }) => `A token on ${host}`,
    tokenText: 'A token in a file. Granted at once, gone on time, and in the history.',
    maintenance: ({ host }: { readonly host: string }) => `Maintenance on ${host}`,
    maintenanceText: 'The same for a shorter time and with a better reason, to see how limits look.',
    shared: 'A token that a second person must approve',
    sharedText: 'Nobody approves for themselves. people.yaml says how to bring in a second person.',
    maintenanceRule: 'maintenance is short',
    selfServiceRule: 'this computer is self-service',
    sharedRule: 'shared things need a second person',
    secondPerson: 'second person',
  },
};
