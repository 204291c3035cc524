import type { REFUSED } from '../codes/refused.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

/** As in `you can …` and `ask Ana to …`. */
const OWNERS_TASKS = {
  mendIt: 'mend it',
  nameReviewers: 'name more reviewers',
  nameSmallerGroup: 'name a smaller group',
  addYou: 'add you',
  addThem: 'add them',
  addRule: 'add one if it should be allowed',
  namePool: 'add the pool to your entry in people.yaml and publish that',
};

export const refused: BookOf<keyof typeof REFUSED> = {
  nothingToShow: 'This access is not active, so there is nothing to show.',
  credentialOfEarlier: 'There is no credential for this device: it was joined after the access was given.',
  credentialUnreadable: 'The runner handed out a credential that cannot be read. Tell whoever runs it.',
  noRecoveryKeyHere: 'There is no recovery key on this device that waits to be written down.',
  nothingToCopy: 'This access has nothing of that kind to copy.',
  notWritten: ({ file, why }, tell) => `${file} could not be written: ${tell(why)}. Choose another place.`,
  keysNotOpen: 'The keys of this device are not open: join an organisation first, or enter the passphrase.',
  publishedFromFolder: 'This organisation is published from its own folder: latchkey publish DIR',
  proposalChanged:
    'What is proposed has changed since it was shown, so nothing was published. Look at it again below.',
  organisationHere:
    'There is an organisation on this computer already, and this Latchkey has no keys of it. Join it with an invite of whoever is in it.',
  signedOut: 'This device was signed out. Join with an invite, then do it again.',
  locked: 'The keys of this device are locked. Enter the passphrase, then do it again.',
  historyAltered: ({ isOwner }) =>
    `The history does not verify, so nothing is sent from this device. ${isOwner === 'yes' ? 'Show the evidence to whoever runs the service, who can end access there.' : 'Show the evidence to an owner; whoever runs the service can end access there.'}`,
  serviceFailed: 'The service failed. Its log says why; try again in a moment.',
  offline: 'The service cannot be reached now. Try again when this device is online.',
  awayTryAgain: ({ away }, tell) => `${tell(away)} Try again in a moment.`,
  serviceFailedHere: 'The service failed. Its log says why; try again.',
  nobodyAnswers: ({ url }) => `Nobody answers at ${url}. Check the address and your network.`,
  belongsElsewhere: 'This Latchkey belongs to an organisation already.',
  stillIn:
    'This device is signed in. It can leave after its person was taken out of people.yaml, which ends the access that it holds.',
  ownService:
    'The service of this organisation runs on this computer and may still have access to end, so it cannot be left here. Join it again with an invite.',
  tooMuchWaits: ({ most }) =>
    `Nothing was done: ${f.count(most)} things wait to be sent already. Take back what is not needed any more under Settings, or wait until the service can be reached.`,
  requestUnknownHere: 'This request is not known here any more.',
  requestNotAsSeen: 'The request is not the one you saw. Look at it again, then decide.',
  highRiskInWindow: 'This is high risk: open it in the window, and confirm it there.',
  grantUnknownHere: 'This grant is not known here any more.',
  notSignedInYet: 'This device is not signed in. Join an organisation first.',
  nothingSent: ({ evidencePath }) =>
    `Nothing was sent: the history does not verify, so this device answers no request, publishes nothing and invites nobody. Ending access and giving it back still work. Show the evidence in ${evidencePath} to the owners and to whoever runs the service.`,
  inviteOfOther:
    'This invite is for another organisation than the one that answers at this address, or its log got another key since the invite was made. Nothing was sent. Ask whoever sent the invite for the right address, or for another invite.',
  clocksApartHere: ({ byMs, which }) =>
    `This computer’s clock is ${f.duration(byMs)} ${which === 'ahead' ? 'ahead of' : 'behind'} the service’s. Set the one that is wrong, then do it again: until then only what ends access is sent from here.`,
  logKeyIsNone: 'The service names a log key that is not one. Do not use this service.',
  tookAnotherDevice: 'The service took another device for this one. Do not use this service.',
  addressNotItsOwn: ({ address }) =>
    `The service that answers at ${address} does not know that address as its own, so it could not prove itself there. The invite was not used. Join at an address that it shows as it starts, or have its operator give this name with --public-host.`,
  foundingUnfinished:
    'An organisation was being founded from here, and the answer never came. Join once more with the code of that one, so that its recovery key is not lost; or, if that was a mistake, remove joining.json (or joining.sealed) from the folder of this Latchkey.',
  recoveryUnfinished: ({ person }) =>
    `A device of ${person} was being signed in from here with a recovery key, and the answer never came. Do that once more as it was: latchkey recover URL --as ${person}, with the same key, so that nothing of it is lost; or, if that was a mistake, remove joining.json from the folder of this Latchkey.`,
  recoveryElsewhere:
    'Who answers at this address is not the service at which a device was being signed in with this recovery key. Nothing was sent, and nothing of it is lost: give the address of that one.',
  linkAltered:
    'This link names one organisation, and its code is for another: it was altered on its way. Nothing was sent. Ask whoever invited you for another link, on a way that you trust.',
  otherHistoryShown:
    'Who answers does not show the history that was pinned when this device joined, so nothing was signed for them.',
  notFoundedSo:
    'The service says that its organisation was founded by something that nobody signed so. Nothing was sent: do not use this service.',
  shownOtherwise:
    'The service shows something else than what it asks to sign. Do not approve; tell whoever runs the service.',
  reasonErased: 'The reason for this was erased, so nobody can weigh it. It has to be asked again.',
  notSignedInHere: 'This device is not signed in here. Join with an invite first.',
  clientTooOld: ({ version, floor }) =>
    `This computer’s Latchkey (protocol ${version}) is older than the service allows (${floor}). Update Latchkey here.`,
  serviceTooOld: ({ own, service }) =>
    `The service is older (protocol ${service}) than this needs: this computer’s Latchkey speaks ${own}. Whoever runs the service updates it there.`,
  callUnknown: 'This service does not know this call. Update the older of client and service.',
  callTooLarge: 'This call is too large.',
  callNotJson: 'Calls are sent as application/json.',
  tooManySubscriptions: ({ most }) =>
    `One connection follows at most ${f.count(most)} things at once. End some, or open another connection.`,
  deviceThere: 'There is a device with this number already.',
  noSuchDevice: 'There is no such device, or it was removed already. Look with: latchkey devices',
  renameNotTheirs: 'People name their own devices, and owners those of service accounts.',
  removeNotTheirs: 'People remove their own devices, and owners anybody’s. Ask one of them.',
  deviceKeepsName: 'This device joined with an early Latchkey and keeps its name. Join anew to have another.',
  lastDeviceOfOwners:
    'No owner has another device: without this one nobody could publish, invite or sign in as an owner, until somebody comes back with the recovery key: latchkey recover. If that is meant, say so: latchkey devices remove with --yes.',
  noWayBack:
    'No owner has another device, and there is no recovery key: it was used, and none was made since. Without this device nobody could ever be an owner here again. Make a recovery key first (latchkey recovery-key), or sign in another device.',
  tooManyDevices: ({ name, most, kind }) =>
    `${name} has ${f.plural(most, { one: 'one device', other: '# devices' })}, and nobody can have more. ${kind === 'service' ? 'For more machines, an owner adds another service account to people.yaml, or removes devices that are not used any more: latchkey devices.' : 'Remove those that are not used any more first: latchkey devices.'}`,
  otherWindow: 'The reported window is not the one that was approved. Check the clock of the runner.',
  endNotTheirs: 'Only the holder, who approved it, and owners can end this grant.',
  takenOver: 'Another runner has taken over this grant.',
  confirmGoneNotTheirs: 'Only an owner can say that access is gone, and not of their own access.',
  notStuck: 'Latchkey still takes this access away by itself. Only what is stuck can be said to be gone.',
  noProofGone: 'Say how you know that it is gone: this stands in the history.',
  grantStands: ({ status }) => `This grant is ${status}, so that cannot be done now.`,
  grantOver: 'This grant is over, so nothing of it may be set up.',
  grantNotHeld: 'This runner does not have this grant, or not any more.',
  holdersWord:
    'Another runner set this access up for you, so it or a runner of somebody else has to say what became of it.',
  nobodyToInvite: ({ person }) => `people.yaml has nobody with the id ${person}. Add them and publish first.`,
  replaceService: ({ name }) =>
    `${name} is a service account: invite the next device as always, and remove those that are not used any more with latchkey devices remove.`,
  replaceOwn:
    'These are your own devices: invite the next device as always, and remove those that are not used any more with latchkey devices remove.',
  badInvite:
    'This invite is not valid: it may be mistyped, used, or older than a day, or the service was started again since it printed it. Use a new one, from whoever sent it.',
  inviteEnded:
    'This invite has ended: another one was used first, or the device that made it was removed. Who has a device invites their next one there (latchkey invite); else ask whoever sent this one for another.',
  inviteThere: 'This invite was made already. Make another one.',
  inviteTooLong:
    'An invite is good for a day from now at most. Is the clock of this computer right? Set it, and make the invite again.',
  inviteNotTheirs: 'Only owners can invite others. Ask one of them, or invite a further device of your own.',
  hasDevice: ({ name, id }) =>
    `${name} has a device already, so only they can invite another: latchkey invite ${id}, run there. If all their devices are lost, invite them anew, which signs those out and is told to all owners: latchkey invite ${id} --replace.`,
  tooNewToReplace:
    'Who was added or invited anew today invites nobody in place of their devices. Another owner does, or confirms you first: latchkey confirm.',
  noSuchPerson: ({ person }) => `people.yaml has nobody with the id ${person}.`,
  organisationThere: 'There is an organisation here already.',
  onlyOwnersPublish: 'Only owners can publish. Ask one of them.',
  onlyOwnersConfirm: 'Only owners can confirm a new person. Ask one of them.',
  tooMuchToErase: ({ most }) => `That stands in more than ${f.count(most)} entries. Erase fewer at once.`,
  onlyOwnersErase: 'Only owners can erase what was said. Ask one of them.',
  onlyOwnersRecover: 'Only owners can make a recovery key. Ask one of them.',
  onlyOwnersRunners: 'Only owners can look after the runners of the services. Ask one of them.',
  noSuchRunner: 'No service has a runner of this name and key. Look at them with latchkey runners.',
  onlyOwnersRotate: 'Only owners can change the key of the log. Ask one of them.',
  rotatedMeanwhile:
    'The key of the log was changed meanwhile. Look at the history, and do it again if you still mean it.',
  logKeyUsed: 'The log has, or had, that key. Begin again: a new one is made.',
  logKeyNotHere:
    'This service does not have that key: another one on the same database made it, or its file (log-key.*) was removed. Copy it into the data folder of this one, or begin again.',
  badRecovery:
    'These words do not sign anybody in here: they may be of another organisation, used, or replaced by an owner, or the person is no owner. Look at each word, and at the id of the owner.',
  anotherConfirms:
    'Another owner has to confirm them: not who added or invited them, and nobody who is new, too. A day after they were added it is not needed any more.',
  ticketTooLong: ({ most }) => `The ticket is too long: at most ${most} characters.`,
  ticketMissing: ({ pattern }) => `Name the ticket that this belongs to (${pattern}).`,
  ticketPatternOfBefore: ({ rule, pattern }) =>
    `The rule “${rule}” asks for a ticket by a pattern that is not read any more (${pattern}). An owner has to publish another one.`,
  ticketUnlike: ({ ticket, pattern }) => `“${ticket}” is not a ticket as it is asked for here (${pattern}).`,
  tooManyApprovers: 'These entitlements have too many different approvers. Ask for fewer at once.',
  nothingChosen: 'Choose what you need access to.',
  namedTwice: 'The same entitlement is named twice. Ask for each once.',
  unknownEntitlement: ({ id }) => `The catalog has no “${id}”. Choose one that it lists: latchkey catalog.`,
  nobodyMeant: ({ rule, step, why, help }, tell) =>
    `Nobody can approve “${step}” of the rule “${rule}” now. ${why.map(tell).join(' ')} ${tell(help)}`,
  noManager: ({ name }) => `people.yaml names no manager of ${name}.`,
  noOwnerTag: ({ title, tag }) => `“${title}” has no tag “${tag}”, which would name the group that owns it.`,
  tooFewForAll: ({ rules, names, more, help }, tell) =>
    `Nobody can get this approved now: nobody counts in two steps of ${f.all(rules.map((rule) => `“${rule}”`))}, and only ${f.all(names, 'direct', more)} can answer any of them. ${tell(help)}`,
  countedBefore:
    'You approved an earlier step of this, and nobody counts in two. Somebody else has to answer.',
  neededLater:
    'You are needed for a later step of this, and nobody counts in two. Let somebody else answer this one.',
  conditionBlocks: ({ rule, title, why, help }, tell) =>
    `Nobody can say whether the rule “${rule}” is meant for this, so “${title}” is not given. ${tell(why)} ${tell(help)}`,
  refusedByRule: ({ message, title, rule }) => `${message} (“${title}”, by the rule “${rule}”)`,
  durationMissing: ({ mostMs }) => `Say for how long: at most ${f.duration(mostMs)}.`,
  durationOfNothing: ({ mostMs }) =>
    `A duration must be longer than nothing. Ask for at most ${f.duration(mostMs)}.`,
  durationTooLong: ({ wantedMs, titles, mostMs }) =>
    `${f.duration(wantedMs)} is too long for ${f.all(titles)}. Ask for at most ${f.duration(mostMs)}.`,
  commentNotTheirs: 'Only who asked, who may or could answer, and owners can comment on a request.',
  commentTooLate:
    'This request ended more than 7 days ago, and takes no more comments. Talk to its people directly.',
  commentTooMuch: 'So much was commented on this request that it takes no more. Talk to its people directly.',
  commentEmpty: 'The comment is empty. Write what the others should know.',
  commentThere: 'Another comment has this number already. Send it again under a new one.',
  noSuchRequest: 'There is no such request. Check its number with `latchkey requests`.',
  requestThere: 'Another request has this number already. Send it again under a new one.',
  stepDone: 'The step that this review is for is done already.',
  noSuchGrantYet: 'This request has no such grant. It may not be approved yet.',
  withdrawNotTheirs: 'Only the person who asked can withdraw a request.',
  requestOver: 'The access of this request is over already, so there is nothing to take back.',
  requestStands: ({ status }) =>
    `This request is ${status} already.${status === 'approved' ? ' Give the access back instead: \`latchkey end\`.' : ''}`,
  filesUnreadable: ({ version }) =>
    `This was asked under version ${version} of the organisation’s files, which cannot be read any more. It has to be asked again.`,
  ownRequest: 'Nobody can approve or deny their own request. Ask one of its reviewers.',
  reviewTooLate: ({ status }) => `This request is ${status} already, so a review changes nothing.`,
  requestLapsed: 'This request has lapsed: nobody answered in time. It has to be asked again.',
  notReviewer: 'You are not a reviewer of the step that this request waits for.',
  reviewedAlready: 'You have reviewed this request already.',
  deviceRemoved: 'This device was removed before this was carried out.',
  keyUsed: 'This idempotency key was used for something else. Make a new one.',
  serviceBusy: 'The service has too much to do. Try again in a moment.',
  callTooDeep: 'This call has too much in it, or is nested too deeply.',
  callAltered: 'What arrived is not what this device signed. Something on the way changed it.',
  tooManyConnections: 'You have too many connections. End some of your programs, then try again.',
  tooManyCallsWait: 'Too many calls of yours wait to be answered. Wait a minute, then try again.',
  nothingHere: 'There is nothing here.',
  tooManyUnsigned: 'Too many connections from this address have not signed in. Wait a minute.',
  tooManyOfDevice: 'This device has too many connections. End some of its programs, then try again.',
  tooManyWrong: 'Too many wrong proofs or invites came from this address. Wait a minute, then try again.',
  oldNonce: 'The proof of this call came too late. Try again.',
  callRepeated: 'This call was made before. It is not carried out again.',
  tooManyCalls:
    'This device makes too many calls. End some of its programs, then try again in a few minutes.',
  addressTooLong: 'This address is too long for a call.',
  notCalled: 'This is followed over WebSocket, not called.',
  notFromPages: 'Pages in a browser cannot use this service. Use the desktop app or the CLI.',
  methodUnknown: 'This service answers GET and POST only.',
  otherBegan: 'Another service began this log.',
  ownFilesWait: 'Files of yours wait to be checked already. Try again when those are answered.',
  otherFilesChecked:
    'Other files are being checked now, so that there was no time for yours, and nothing was published. Try again in a minute.',
  nobodyWaits: 'Nothing was published, since nobody waited for the answer any more. Publish again.',
  checkTooSlow: ({ withinSeconds }) =>
    `Checking these files took longer than ${withinSeconds} seconds, so nothing was published. Write fewer rules, or patterns with fewer stars.`,
  keysNotFitting: 'The keys of this device do not fit what it signed for this organisation. Join again.',
  badSignature:
    'The signature does not fit what was sent and this device. Join again if the device was set up anew.',
  otherHistory:
    'This device has verified a history that this service does not have: the service was set back, or is another one. Tell whoever runs it; nothing was done.',
  clockAhead: ({ byMs }) =>
    `This computer’s clock is ${f.duration(byMs)} ahead of the service’s. Set the one right that is wrong, then do it again.`,
  clockBehind: ({ byMs }) =>
    `This is dated ${f.duration(byMs)} before what this device had seen of the history by then: the clock of its computer was wrong. Set it right, then do it again.`,
  tooManyOpen: ({ open }) =>
    `${open} of your requests are not finished. Withdraw some or give access back: latchkey requests --open.`,
  askedTooOften: ({ perHour }) => `You asked ${perHour} times within an hour. Ask again later.`,
  noSuchPool: ({ pool }) => `Nothing in the catalog is served by a pool ${pool}.`,
  notAskedToCheck: 'This runner was not asked to check this, or not any more.',
  checkNotTheirs: ({ help }, tell) => `Only owners can ask this, and who may run the pool. ${tell(help)}`,
  poolNotTheirs: ({ pool, help }, tell) =>
    `You may not serve a pool “${pool}”. Check how it is written in catalog.yaml. ${tell(help)}`,
  clockWentBack:
    'The clock of the service shows an earlier time than before, so nothing new is granted until it has caught up. If it is right now, an owner says so: latchkey service --accept-clock.',
  notInOrganisation: 'You are not in this organisation any more. Ask an owner.',
  noSuchGrant: 'There is no such grant. Check its number with `latchkey grants`.',
  nothingToErase: ({ seq }) => `Nothing is said in entry ${seq}, or it was erased already. Leave it out.`,
  eventUnnamed: 'The last event is named by its number in the log.',
  foundedOtherwise:
    'What was signed is not what this service was started with: it may have been started anew. Nothing was founded; join again with the code that it printed last.',
  noSuchGrantOfYours: 'You have no such grant. Check its number with `latchkey grants`.',
  onlyOwnersSeeDevices: 'Only owners see the devices of others. Ask one of them.',
  logOtherSize: ({ size }) =>
    `The log has ${size} entries; this asks about others. Fetch a checkpoint first.`,
  providerTooLong: ({ wantedMs, title, mostMs }) =>
    `${f.duration(wantedMs)} is too long for ${title}: its provider gives access for at most ${f.duration(mostMs)}.`,
  publishedOtherwise: 'What was sent is not what was signed: nothing was published. Publish it again.',
  publishedMeanwhile: ({ version }) =>
    `Version ${version} was published since this was made. Look at what it changed, then publish yours again.`,
  noOwnerLeft:
    'None of the owners in these files has a device, so nobody could publish or invite any more. Keep an owner who has one, and take them out once another has joined.',
  otherOwners:
    'The owners in these files are not those that were signed: this Latchkey reads them otherwise than the service. Use the same version of both.',
  noExtendYet: 'A grant cannot be extended yet. Ask for the same access again before this one ends.',
  nobodyCanApprove: ({ rule, need, names, asker, help }, tell) => {
    const none = `nobody but ${asker === 'reader' ? 'you' : 'who asks'} could`;
    const left = names.length === 0 ? none : `only ${f.all(names)} could`;
    const wants = f.plural(need, { one: '# approval', other: '# approvals' });
    return `The rule “${rule}” wants ${wants}, and ${left} give one. ${tell(help)}`;
  },
  newToApprove: ({ names, ids }) =>
    `${f.all(names)} ${names.length === 1 ? 'is' : 'are'} new: an approval of theirs counts for this after a day, or as soon as another owner runs latchkey confirm ${ids.join(', latchkey confirm ')}.`,
  needsSecondPerson:
    'Nobody approves for themselves, so this needs a second person: add one to people.yaml and invite them.',
  onlyMembersAsk: ({ help }, tell) => `Only people and services of this organisation can ask. ${tell(help)}`,
  noRule: ({ name, title, help }, tell) => `No rule lets ${name} ask for “${title}”. ${tell(help)}`,
  reasonMissing: ({ least }) => `Say why you need it, in at least ${least} characters.`,
  reasonTooShort: ({ length, least }) =>
    `The reason is too short: ${length} of at least ${least} characters. Say a little more.`,
  timeChanged: ({ why }, tell) =>
    `What was allowed when this was asked is not allowed now. ${tell(why)} It has to be asked again.`,
  filesChanged: ({ why }, tell) =>
    `The organisation’s files or its people changed since this was asked. ${tell(why)} It has to be asked again.`,
  tooManyNow: 'Too many people could approve this now.',
  tooFewLeft: 'Of those who could approve this, too few are left.',
  riskRose: 'Policy now says that this is high risk.',
  wantsOthers: 'Policy now wants another person for each of its steps, which this request does not get.',
  wantsMore: ({ step, need }) =>
    `Policy now wants ${need === 1 ? 'an approval' : `${need} approvals`} for “${step}” that this request does not get any more.`,
  leftSince: ({ name }) => `${name} is not in this organisation any more.`,
  tooManyToAsk: ({ help }, tell) => `Too many people could approve this. ${tell(help)}`,
  askOwners: ({ reader, owners, to }) => {
    const task = OWNERS_TASKS[to];
    if (reader === 'owner') return `You are an owner: you can ${task}.`;
    if (reader === 'several') return `${owners.length === 0 ? 'An owner' : f.any(owners)} can ${task}.`;
    return `Ask ${owners.length === 0 ? 'an owner' : f.any(owners)} to ${task}.`;
  },
  storeAway: 'The service cannot reach its database.',
  refusedByNewer: 'The service refused this, and why only a newer Latchkey can say. Update this one.',
  previewOfNewer: 'What policy says to this only a newer Latchkey can show. Update this one.',
};
