import { formatsOf } from '../../formats.ts';

const f = formatsOf('en');

export const notices = {
  open: 'Open',
  accessFor: ({ duration }: { duration: string }) => `Access for ${duration}`,
  reminderFor: ({ duration }: { duration: string }) => `Reminder: access for ${duration}`,
  asksForAccess: ({ who }: { who: string }) => `${who} asks for access`,
  why: ({ why }: { why: string }) => `Why: ${why}`,
  noReason: 'no reason given',
  ticket: ({ ticket }: { ticket: string }) => `Ticket: ${ticket}`,
  approvals: ({ given, need }: { given: number; need: number }) => `${given} of ${need} approvals so far`,
  approve: 'Approve',
  deny: 'Deny',
  openToAnswer: ({ risk }: { risk: string }) => `${risk}: open it to answer.`,
  readFirst: 'There is more: open it to read all and approve.',
  updateFirst: 'This Latchkey is too old to answer: update it first.',
  askAgain: 'Its reason was erased: it has to be asked again.',
  manyWait: ({ count }: { count: number }) => `${count} requests wait for you`,
  lastOf: ({ who }: { who: string }) => `The last one is of ${who}.`,
  refused: {
    submit: 'Your request was refused',
    approve: 'Your approval was refused',
    deny: 'Your denial was refused',
    withdraw: 'Your withdrawal was refused',
    comment: 'Your comment was refused',
    end: 'Your request to end access was refused',
  },
  askedBy: ({ who, duration, why }: { who: string; duration: string; why: string }) =>
    `Asked by ${who} for ${duration}: ${why}`,
  alarm: 'The history does not verify',
  alarmBody: ({ sentence, isOwner, isKept }: { sentence: string; isOwner: boolean; isKept: boolean }) =>
    `${sentence}\nNothing new of it is believed. Tell ${isOwner ? 'whoever runs the service' : 'an owner'}${isKept ? ', and keep the evidence file' : ''}.`,
  commented: ({ who }: { who: string }) => `${who} commented`,
  commentedOnYours: ({ who }: { who: string }) => `${who} commented on your request`,
  whatAskedBy: ({ what, who }: { what: string; who: string }) => `${what}, asked by ${who}`,
  organisation: {
    isThisMeant: 'Is this meant? Look at once',
    changed: 'The organisation changed',
    notGranted: 'Access is not granted now',
    grantedAgain: 'Access is granted again',
  },
  request: {
    deniedYours: ({ who }: { who: string }) => `${who} denied your request`,
    lapsed: 'Nobody answered your request in time',
    askAgain: 'Ask again if you still need it.',
    policyChanged: 'Policy changed while it waited',
    erased: 'The reason of your request was erased',
    policyRefused: 'Policy refused your request',
  },
  grant: {
    endsIn: ({ duration }: { duration: string }) => `Access ends in ${duration}`,
    copyCommand: 'Copy command',
    ready: 'Access is ready',
    forLong: ({ duration }: { duration: string }) => `for ${duration}`,
    countsAsGone: 'Access counts as gone',
    saidGone: ({ who }: { who: string }) => `Not verified: ${who} says that it is gone.`,
    notSetUp: 'Access could not be set up',
    nothingLeft: 'Nothing was left behind.',
    checkedGone: 'It was checked that nothing is left.',
    endedBy: ({ who }: { who: string }) => `${who} ended your access`,
    gone: 'Access is gone',
    overdue: 'Access should be gone and is not yet',
    overdueOffline: 'Access should be gone, and the service cannot be asked',
    stuck: 'Access cannot be taken away and needs a person',
    heldBy: ({ what, who }: { what: string; who: string }) => `${what}, held by ${who}`,
  },
  press: {
    approved: 'Approved',
    denied: 'Denied',
    approvalWaits: 'Your approval waits to be sent',
    denialWaits: 'Your denial waits to be sent',
    sentByItself:
      'The service does not answer now. It is sent by itself, and counts if the request still stands as you saw it.',
    about: ({ what, who, duration, why }: { what: string; who: string; duration: string; why: string }) =>
      `${what}, asked by ${who} for ${duration}${why === '' ? '' : `: ${why}`}. `,
    deniedBody: ({ what, who }: { what: string; who: string }) =>
      `${what}, asked by ${who}. No reason was given.`,
    approvedBody: ({ what, who, progress }: { what: string; who: string; progress: string }) =>
      `${what} for ${who}: ${progress}`,
    moreMust: ({ count }: { count: number }) => `${count} more must approve.`,
    moreMustNext: ({ count }: { count: number }) => `${count} more must approve in the next step.`,
    worksUntil: ({ at }: { at: string }) => `it works until ${at}.`,
    isSetUp: ({ duration }: { duration: string }) =>
      `it is being set up, and works for ${duration} from then.`,
    answered: 'somebody else has answered already.',
    commandCopied: 'Command copied',
    pasteIt: 'Paste it into a terminal. The clipboard forgets it after a minute.',
  },
  /** Where nothing can be shown but how many there are. */
  counted: {
    requests: ({ count }: { count: number }) =>
      `${f.plural(count, { one: '# request waits for you.', other: '# requests wait for you.' })} Latchkey says what, in its window or terminal.`,
    news: ({ count }: { count: number }) =>
      `${f.plural(count, { one: '# thing is new.', other: '# things are new.' })} Latchkey says what, in its window or terminal.`,
  },
};
