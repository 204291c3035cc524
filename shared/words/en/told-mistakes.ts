import { ownValue } from '../../lib/own-value.ts';
import type { MISTAKES } from '../codes/mistakes.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

const meant = (near: string): string => (near === '' ? '' : ` Did you mean “${near}”?`);
const within = (parent: string): string => (parent === '' ? '' : ` in “${parent}”`);
const items = (count: number): string => `${count} item${count === 1 ? '' : 's'}`;

/** By the words of a schema; what is not here stands as it is. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys and values',
  record: 'a group of keys and values',
};
const FOUND: Readonly<Record<string, string>> = {
  ...KINDS,
  null: 'nothing',
  number: 'a number (put it in quotes to make it text)',
};
const DEEP = 'This is nested too deeply';
const TAGS = 'Tags (!something) are not used here. Write plain values.';

export const mistakes: BookOf<keyof typeof MISTAKES> = {
  moreMistakes: ({ count }) =>
    `There ${count === 1 ? 'is 1 more mistake' : `are ${count} more mistakes`} after this one.`,
  valueIs: ({ what, is }, tell) => `${tell(what)} ${tell(is)}.`,
  theFile: 'The file',
  theValue: ({ name }) => `“${name}”`,
  itemOf: ({ at, list }) => `Item ${at} of “${list}”`,
  itemAt: ({ at }) => `Item ${at}`,
  keyEmpty: ({ parent }) => `A key${within(parent)}`,
  keyNamed: ({ key, parent }) => `The key “${key}”${within(parent)}`,
  keyUnknown: ({ key, near }) => `“${key}” is not known here.${meant(near)}`,
  isMissing: 'is missing',
  isMissingKind: ({ wanted }) => `is missing. It must be ${ownValue(KINDS, wanted) ?? wanted}`,
  isMissingIt: ({ is }, tell) => `is missing: it ${tell(is)}`,
  isNotWhole: 'must be a whole number',
  isNotKind: ({ wanted, found }) =>
    `must be ${ownValue(KINDS, wanted) ?? wanted}, not ${ownValue(FOUND, found) ?? found}`,
  isEmpty: 'is empty',
  hasFewCharacters: ({ least }) => `must have at least ${least} characters`,
  hasManyCharacters: ({ most }) => `must have at most ${most} characters`,
  hasFewItems: ({ least }) => `must have at least ${items(least)}`,
  hasManyItems: ({ most }) => `must have at most ${items(most)}`,
  isBelow: ({ least }) => `must be at least ${least}`,
  isAbove: ({ most }) => `must be at most ${most}`,
  isOneOf: ({ values }) => `must be ${values.join(', or ')}`,
  looksOtherwise: ({ pattern }) => `must look like ${pattern}`,
  isSecret: 'is a secret: write { secret: NAME }; the runner finds its value',
  isNotOneLine: 'must be one line of plain text',
  hasOuterSpace: 'must not begin or end with a space',
  hasNothingSeen: 'must have something in it that can be seen',
  isNotPlainText: 'must be plain text, without control characters',
  isNotTextOrTexts: 'must be a text or a list of texts',
  isNotVersionOne: 'must be 1: that is the only format there is',
  isNoPersonId: 'must be an id such as dev@example.com: letters, digits, and . _ @ + - after the first',
  isReservedId:
    'cannot be a person’s id: Latchkey writes this word for itself, or for everybody, in the history and in rules',
  isNoServiceId: 'must be an id such as service:deploy-bot',
  isNoGroup: 'must be a group’s name: letters, digits, and . _ - after the first',
  isNoPool: 'must be a pool’s name: lower-case letters, digits, and : . _ -',
  isNoEntitlementMatch: 'must be a pattern, a list of patterns, or tags: { tags: { env: staging } }',
  hasNoTags: 'must name at least one tag',
  isNoRuleTimezone: 'must be a time zone such as Europe/Berlin, or “requester” for that of who asks',
  isNoDate: 'must be a day such as 2026-12-25',
  isNoTimezone: 'must be a time zone such as Europe/Berlin',
  isNoSshKey:
    'must be one line of an OpenSSH public key: ssh-ed25519 AAAA… (whole, and never the private one)',
  isNoEntitlementId:
    'must be an id such as prod/payments-db:write: letters, digits, . _ @ + - with / and : between them',
  hasManyTags: 'has too many tags',
  hasManyProviders: ({ most }) => `holds more than ${most} providers`,
  isNoApproval: 'must be auto, or a list such as [{ step: owner, reviewers: [group:leads], need: 1 }]',
  remindsTooOften: 'must be at least 1m: whoever is told more often stops reading',
  isNoRisk: 'must be high: what says nothing is an ordinary risk',
  providerNameForm: 'A provider’s name has lower-case letters, digits, and . _ - after the first.',
  clearSecret: 'A secret must not stand in this file. Write { secret: NAME }; the runner finds its value.',
  secretBadName: 'The name of a secret has capital letters, digits and _ only, such as PAYMENTS_DB.',
  fileTooLong: ({ most }) => `The file is too long: at most ${most} characters.`,
  tooDeepToRead: `${DEEP} to be read.`,
  secondDocument:
    'A second document begins here (after ---). Each file holds one: everything after it would be lost.',
  notYaml: ({ why }) => `This is not valid YAML. Its parser says: “${why}”.`,
  tooManyValues: 'The file holds too many values.',
  nestedTooDeep: `${DEEP}.`,
  tooManyAliases: ({ most }) => `A file may use at most ${most} aliases (*name).`,
  aliasUnknown: ({ name }) => `Nothing is marked with &${name} before this.`,
  tagsNotUsed: TAGS,
  notPlainData: 'This is not plain data.',
  keyTwice: 'This key stands twice in the same place. Keep one of them.',
  keyNotText: 'A key must be plain text.',
  keyNever: 'This cannot be a key.',
  numberEndless: 'This number has no end.',
  writeInQuotes: 'Write this as plain text, in quotes.',
  hereAlready: ({ id }) => `“${id}” is here already.`,
  ownerNotPerson: ({ id, near }) => `The owner “${id}” is not one of the people.${meant(near)}`,
  ownerAlready: ({ id }) => `“${id}” is an owner already.`,
  operatorNotPerson: ({ id, near }) => `The operator “${id}” is not one of the people.${meant(near)}`,
  managerNotPerson: ({ id, near }) => `The manager “${id}” is not one of the people.${meant(near)}`,
  ownManager: 'Nobody is their own manager.',
  inCatalogAlready: ({ id }) => `“${id}” is in the catalog already.`,
  providerUnknown: ({ id, near }) => `There is no provider “${id}” above.${meant(near)}`,
  useUnknown: ({ use, shipped, near }) =>
    `There is no provider “${use}”: write one of ${shipped.join(', ')}, or a folder such as ./providers/own.${meant(near)}`,
  folderOutside:
    'A provider’s folder must lie beside or below this file. Write it like ./providers/name, with / between.',
  folderNotFound: ({ use }) => `The provider’s folder “${use}” was not found beside this file.`,
  ruleNamedTwice: ({ rule }) => `Another rule is named “${rule}”.`,
  tooManyPatterns: ({ most }) => `All rules together may have ${most} patterns.`,
  ruleDecidesNot: ({ rule }) => `The rule “${rule}” does not decide: say approve: or refuse:.`,
  ruleDecidesTwice: 'A rule either approves or refuses. Keep one of them.',
  ruleWithoutLimit: ({ rule }) => `The rule “${rule}” has no limit: say maxDuration:, such as 2h.`,
  askersWithoutManager: ({ step, names, more }) =>
    `Nobody could approve “${step}” for ${f.all(names, 'direct', more)}: people.yaml names no manager of theirs who is somebody else. Add it, or name others beside “manager”.`,
  entitlementsWithoutOwner: ({ step, names, more }) =>
    `Nobody could approve “${step}” for ${f.all(names, 'direct', more)}: no tag there names a group that somebody is in. Add it in catalog.yaml, or name others beside “ownerOf”.`,
  distinctAlone:
    'A rule with one step has nothing to tell apart: “distinct” counts only where there are several.',
  stepsNeedOthers: ({ rule }) =>
    `The steps of “${rule}” have too few people between them: nobody counts in two steps. Name more reviewers, or write “distinct: false”.`,
  timezoneAlone: 'A time zone counts only with a condition (when) that asks for request.local.',
  notSaidYet: ({ name }) => `“${name}” is nothing that requests say yet. Leave it out.`,
  noHolidays:
    'The condition asks for holidays, and the file names none. Add a list “holidays” beside “rules”.',
  riskAlone:
    'risk: says how an approval is given, and nobody approves by this rule: alone it changes nothing.',
  neverReminded: ({ lapseMs, isSaid }) =>
    `Nobody is reminded: a request lapses after ${f.duration(lapseMs)}${isSaid === 'yes' ? '' : ', as it does where nothing is said'}, before the first reminder. Say a shorter remindEvery:, or a longer lapseAfter:.`,
  globStars: 'Write * for any text without /, or ** for any text at all.',
  globOdd: ({ odd }) =>
    `“${odd}” cannot stand in a pattern: no entitlement’s id has it. Only * and ** stand for other text.`,
  nobodyNamed: ({ text, near }) =>
    `“${text}” is nobody: write group:NAME, person:ID, service:ID or anyone.${meant(near)}`,
  servicesNeverReview: 'Services never review: name people or groups.',
  groupOfNobody: ({ group, near }) => `Nobody is in a group “${group}”.${meant(near)}`,
  notInPeople: ({ text, near }) => `“${text}” is not in people.yaml.${meant(near)}`,
  ruleCovered: ({ rule, by }) =>
    `The rule “${rule}” can never match: “${by}” stands before it and matches all of it. Move it up, or take it out.`,
  ruleShadowed: ({ rule }) =>
    `The rule “${rule}” decides nothing now: earlier rules match all of it that the catalog has.`,
  ruleMatchesNothing: ({ rule }) => `The rule “${rule}” matches nothing that the catalog has.`,
  tooManyReviewers: ({ count, most }) =>
    `These are ${count} reviewers, more than ${most}. Name a smaller group.`,
  stepNeverDone: ({ step, need, have }) =>
    `The step “${step}” can never be done: it needs ${need} and has ${have} possible reviewer${have === 1 ? '' : 's'}.`,
  stepStuck: ({ name, step }) =>
    `When ${name} asks, nobody can finish the step “${step}”: nobody approves for themselves. Name one more reviewer.`,
  ticketPatternEmpty: 'The ticket pattern is empty. Leave it out, or write for example ^INC-[0-9]+$.',
  ticketPatternLong: ({ most }) => `The ticket pattern is longer than ${most} characters.`,
  ticketPatternNone: ({ why }) =>
    `The ticket pattern is not a regular expression (${why}). Write for example ^INC-[0-9]+$.`,
  ticketPatternBeyond:
    'The ticket pattern may not look around or refer back: ?=, ?!, ?<=, ?<!, ?> and \\1 are not read here. Say what a whole ticket is, for example ^INC-[0-9]+$.',
  ticketPatternLarge: 'The ticket pattern is too large when its repetitions are written out. Repeat less.',
  mistakeOfNewer: 'what is wrong only a newer Latchkey can show: update this one',
};
