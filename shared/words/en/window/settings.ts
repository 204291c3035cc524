import { formatsOf } from '../../formats.ts';
const f = formatsOf('en');

export const settings = {
  title: 'Settings',
  desktop: 'This desktop',
  theme: 'Theme',
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  language: 'Language',
  notifications: 'Notifications',
  notificationsHint: 'When something waits for you, when access is ready, and before it ends.',
  warn: 'Warn before access ends',
  never: 'Never',
  minutes: ({ count }: { count: number }) => f.plural(count, { one: '# minute', other: '# minutes' }),
  startAtLogin: 'Start at login',
  startAtLoginHint: 'So that what you hold is taken back in time.',
  outbox: {
    title: 'Not sent yet',
    waiting: 'Waiting',
    sending: 'Sending',
    refused: 'Refused',
    onlyWhileWaiting: 'it can be taken back only while it waits',
    noLongerHere: 'No longer here',
    what: ({ kind, title }: { kind: string; title: string }) => `${kind}: ${title}`,
  },
  organisation: {
    title: 'Organisation',
    name: 'Name',
    you: 'You',
    owner: ', owner',
    service: 'Service',
    knownBy: 'Known by',
    compare: 'Whoever is in it sees the same eight words: compare them where it matters.',
    version: 'Version',
    nothingPublished: 'nothing published yet',
    people: 'People',
    files: 'Files',
    filesText:
      'People, catalog and policy are three files in this folder. Change them in an editor, then publish: they are checked first, and the old version stays in force while there is a mistake.',
    openFolder: 'Open folder',
    checking: 'Checking…',
    publish: 'Publish changes',
  },
  proposal: {
    title: 'Proposed',
    first: 'Nothing is in force yet. The folder on the computer of the service would be the first version.',
    differs: ({ version }: { version: number }) =>
      `The folder on the computer of the service differs from version ${version}, which is in force:`,
    wouldChange: 'What would change',
    onlyWriting: 'Nothing but how it is written.',
    more: ({ count }: { count: number }) => `And ${count} more.`,
    publishing: 'Publishing…',
    publish: ({ version }: { version: number }) => `Publish version ${version}`,
  },
  published: {
    refused: ({ mistakes }: { mistakes: number }) =>
      `Not published: ${mistakes === 1 ? 'one mistake' : `${mistakes} mistakes`}.`,
    stays: ({ version }: { version: number }) => `Version ${version} stays in force.`,
    published: ({ version }: { version: number }) => `Published: version ${version} is in force.`,
    unchanged: ({ version }: { version: number }) => `Nothing changed: version ${version} is in force.`,
    butRead: 'But read this:',
  },
  people: {
    title: 'Bring in people',
    alone: 'You are alone here.',
    aloneText:
      'Nobody approves their own request, so what needs approval needs a second person. What policy calls self-service works for you now.',
    add: ({ file }: { file: string }) => `Add the person to ${file}, with the groups they are in.`,
    publish: 'Publish the change.',
    make: 'Make an invite and send it. It works once, within 24 hours.',
    invite: 'Invite',
    writeId: 'Write the id that the person has in people.yaml.',
    makeInvite: 'Make invite',
    inviteFor: ({ who, until }: { who: string; until: string }) => `Invite for ${who}, until ${until}:`,
    pasteText:
      'They paste this line into the first window of Latchkey. Send it on a way that you trust: whoever has it joins as them.',
    address: 'Address',
    code: 'Code',
    copy: 'Copy',
    copied: 'Invite copied.',
    copyByHand: 'Select the line and copy it.',
    ownOnly:
      'This organisation’s service runs on this computer and answers nobody but you: the invite works for another desktop under your user.',
    hereOnly:
      'This organisation’s service runs on this computer and answers only here: the invite works for another desktop on this machine.',
    forTeam: ({ command }: { command: string }) =>
      `For a team, run ${command} on a host that everyone can reach.`,
  },
};
