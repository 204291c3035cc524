import type { CONDITIONS } from '../codes/conditions.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

const list = (names: readonly string[]): string => names.join(', ');

export const conditions: BookOf<keyof typeof CONDITIONS> = {
  conditionEmpty: 'The condition is empty. Leave it out, or write for example request.durationMinutes <= 60.',
  conditionLong: ({ most }) => `The condition is longer than ${f.count(most)} characters.`,
  conditionHidden: ({ at }) =>
    `Character ${f.count(at)} of the condition cannot be seen. Take it out, so that what is read is what counts.`,
  conditionComment:
    'A condition has no comment: where lines are folded into one, // would hide what follows. Write it above, after #.',
  conditionUnfinished: 'The condition ends too early: something is missing at its end.',
  conditionUnreadable: ({ at, near }) =>
    `The condition cannot be read from character ${f.count(at)} on, at “${near}”.`,
  conditionOpenQuote: 'A text in the condition has no quotation mark at its end.',
  conditionReserved: ({ name }) => `“${name}” is a word that CEL keeps for itself. Choose another name.`,
  conditionDeep: ({ most }) => `The condition is nested more than ${f.count(most)} deep.`,
  conditionLarge: ({ most }) => `The condition has more than ${f.count(most)} parts. Make two rules of it.`,
  conditionManyItems: ({ most }) => `A list in the condition has more than ${f.count(most)} items.`,
  conditionCostly: ({ steps, most }) =>
    `Evaluating the condition could take ${f.count(steps)} steps; at most ${f.count(most)} are allowed. Go through long lists once, not once for each item of another.`,
  conditionNoName: ({ name, known }) => `Nothing here is called “${name}”. There is: ${list(known)}.`,
  conditionNoField: ({ of, name, known }) => `“${of}” has no “${name}”. It has: ${list(known)}.`,
  conditionNoFunction: ({ name, known }) =>
    `Conditions do not know the function “${name}”. They know: ${list(known)}.`,
  conditionMatches:
    'Conditions have no regular expressions, which can take very long. Write startsWith, endsWith or contains; for tickets, require: { ticket: … } takes a pattern.',
  conditionZone: ({ method, field }) =>
    `“${method}” asks for a time of no certain place. Write ${field}, which is the time where the rule’s zone is.`,
  conditionNumber:
    'Numbers in a condition are whole, and not longer than 15 digits. Count minutes instead of half hours.',
  conditionValue: 'A condition compares with texts, whole numbers, true and false, and with nothing else.',
  conditionMoment:
    'timestamp(…) takes a moment with its zone that is written out, such as timestamp("2026-12-24T18:00:00+01:00").',
  conditionLength:
    'duration(…) takes a length of time that is written out, such as duration("1h30m"): hours, minutes, seconds.',
  conditionPath:
    'A field stands after a plain name, as in request.origin, and request, requester, entitlement and request.local stand only before a field.',
  conditionHas:
    'has(…) is for tags, as in has(entitlement.tags.env). All else is always there; compare it with "".',
  conditionLoop: ({ name }) =>
    `“${name}” takes a name and what is asked of it, as in requester.groups.${name}(g, g == "leads").`,
  conditionNameTaken: ({ name }) => `“${name}” has a meaning here already. Choose another name.`,
  conditionNested: ({ most }) =>
    `all, exists and the like stand in each other at most ${f.count(most)} deep.`,
  conditionKeys: 'A map needs keys that are texts and written out, as in {"prod": 60}.',
  conditionKeyTwice: ({ key }) => `The key “${key}” stands twice in the same map. Keep one of them.`,
  conditionKeyNever: ({ key }) => `“${key}” cannot be a key.`,
  conditionKinds: ({ part, kinds }) => `“${part}” puts together what does not go together: ${kinds}.`,
  conditionMixed: ({ part }) => `“${part}” is not of the kind that is needed there.`,
  conditionOpen: ({ part }) =>
    `Nobody can say beforehand what “${part}” is. Write a field by its name, as in requester.id.`,
  conditionIndex: ({ part }) =>
    `“${part}” does not fit: a list takes a number in [ ], tags take a text, and fields are written with a point.`,
  conditionInner: ({ part }) =>
    `“${part}” holds lists or groups of fields. Lists hold texts, numbers or times.`,
  conditionJoined: ({ part }) => `“${part}” joins lists. Ask each of them instead, with ||.`,
  conditionTurned: ({ part }) => `In “${part}” the moment comes first, as in now + duration("1h").`,
  conditionDate: ({ part }) => `A date in “${part}” is not written as dates are here: "2026-12-24".`,
  conditionNeverIs: ({ field, value, known }) =>
    `“${field}” is never “${value}”. It is one of: ${list(known)}.`,
  conditionNeverBetween: ({ field, value, least, most }) =>
    `“${field}” is never ${value}: it goes from ${least} to ${most}.`,
  conditionNotBool: ({ kind }) => `A condition must come out as true or false, and this one does as ${kind}.`,
  conditionNoKey: ({ key }) =>
    `“${key}” is not there. Ask first, as in has(entitlement.tags.env) && entitlement.tags.env == "prod".`,
  conditionNoItem: 'A list has fewer items than the condition asks for.',
  conditionByZero: 'The condition divides by zero.',
  conditionOverflow: 'A number in the condition becomes too large.',
  conditionFact: ({ name }) => `“${name}” is not as conditions can take it, or too large.`,
  conditionFailed: ({ why }) => `The condition could not be evaluated (${why}).`,
  zoneUnknown: ({ zone }) => `There is no time zone “${zone}”. One is for example Europe/Berlin.`,
  momentNone: 'This is no moment that a calendar has.',
};
