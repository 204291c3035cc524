import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../../../shared/domain/conditions/compile-condition.ts';
import type { ToldCode } from '../../../../shared/words/told.ts';
import { wordsIn } from '../../../../shared/words/words.ts';
import { saidInEnglish } from '../../../support/in-words.ts';

function whyNot(text: string): { readonly code: ToldCode | 'none'; readonly said: string } {
  const compiled = compileCondition(text);
  if (compiled.ok) return { code: 'none', said: '' };
  return { code: compiled.error.code, said: saidInEnglish(compiled.error) };
}

describe('what is mistyped is found when it is read, with what there is instead', () => {
  test.each<[string, string]>([
    [
      'requestor.id == "ana"',
      'Nothing here is called “requestor”. There is: requester, entitlement, request, now.',
    ],
    ['entitlement.tag.env == "prod"', '“entitlement” has no “tag”. It has: id, provider, tags.'],
    [
      'request.local.hours >= 8',
      '“request.local” has no “hours”. It has: date, weekday, hour, minute, holiday.',
    ],
    ['request.origin == "clii"', '“request.origin” is never “clii”. It is one of: desktop, cli, ci, agent.'],
    ['"human" != requester.kind', '“requester.kind” is never “human”. It is one of: person, service.'],
    [
      'request.origin in ["ci", "bot"]',
      '“request.origin” is never “bot”. It is one of: desktop, cli, ci, agent.',
    ],
    ['request.local.weekday == 0', '“request.local.weekday” is never 0: it goes from 1 to 7.'],
    ['request.local.hour != 24', '“request.local.hour” is never 24: it goes from 0 to 23.'],
    ['request.local.weekday in [-1, 6]', '“request.local.weekday” is never -1: it goes from 1 to 7.'],
    [
      'request.local.date == "24.12.2026"',
      'A date in “request.local.date == "24.12.2026"” is not written as dates are here: "2026-12-24".',
    ],
    [
      '1 in requester.groups',
      '“1 in requester.groups” puts together what does not go together: int in list<string>.',
    ],
    [
      'request.startsAt < 5',
      '“request.startsAt < 5” puts together what does not go together: timestamp < int.',
    ],
    [
      'size(request.durationMinutes) > 1',
      '“size(request.durationMinutes)” puts together what does not go together: size(int).',
    ],
    ['request.durationMinutes', 'A condition must come out as true or false, and this one does as int.'],
    ['request.local', 'A condition must come out as true or false, and this one does as request.local.'],
  ])('%s', (text, said) => expect(whyNot(text).said).toBe(said));
});

describe('a method with a time zone is refused with the field to ask', () => {
  const METHODS = {
    getHours: 'hour',
    getMinutes: 'minute',
    getSeconds: 'minute',
    getMilliseconds: 'minute',
    getDayOfWeek: 'weekday',
  };
  const DATES = ['getDate', 'getDayOfMonth', 'getDayOfYear', 'getFullYear', 'getMonth'].map((name) => [
    name,
    'date',
  ]);
  test.each([...Object.entries(METHODS), ...DATES])('%s: request.local.%s', (method = '', field) => {
    const said = `“${method}” asks for a time of no certain place. Write request.local.${field}, which is the time where the rule’s zone is.`;
    expect(whyNot(`now.${method}() == 1`).said).toBe(said);
    expect(whyNot(`request.startsAt.${method}("Europe/Berlin") == 1`).said).toBe(said);
    expect(whyNot(`[now].exists(at, at.${method}(requester.timezone) == 1)`).said).toBe(said);
  });
});

describe('what conditions do not have', () => {
  test.each<[string, ToldCode]>([
    ['request.ticket.matches("^INC-[0-9]+$")', 'conditionMatches'],
    ['matches(request.ticket, "^INC")', 'conditionMatches'],
    ['requester.groups.exists(g, g.matches("a+"))', 'conditionMatches'],
    ['dyn(request).reson == "x"', 'conditionNoFunction'],
    ['type(request.reason) == string', 'conditionNoFunction'],
    ['int(request.reason) == 1', 'conditionNoFunction'],
    ['string(now) == ""', 'conditionNoFunction'],
    ['bytes(request.reason).json().x == 1', 'conditionNoFunction'],
    ['cel.bind(x, request, x.reason == "")', 'conditionNoFunction'],
    ['request.reason.split("")[0] == "a"', 'conditionNoFunction'],
    ['requester.groups.join() == ""', 'conditionNoFunction'],
    ['request.reason.lowerAscii() == ""', 'conditionNoFunction'],
    ['request.reason.constructor("return 1")() == 1', 'conditionUnreadable'],
    ['toString() == ""', 'conditionNoFunction'],
    ['request.reason.toString() == ""', 'conditionNoFunction'],
    ['string == string', 'conditionNoName'],
    ['google.protobuf.Timestamp == google.protobuf.Timestamp', 'conditionNoName'],
    ['constructor == constructor', 'conditionNoName'],
    ['request.local.hour >= 8.5', 'conditionNumber'],
    ['9007199254740992 > 1', 'conditionNumber'],
    ['9999999999999999999999999 > 1', 'conditionNumber'],
    ['request.durationMinutes > 5u', 'conditionValue'],
    ['request.ticket == null', 'conditionValue'],
    ['b"a" == b"a"', 'conditionValue'],
    ['request.?ticket == ""', 'conditionUnreadable'],
    ['requester.groups.map(g, g != "", g) == []', 'conditionLoop'],
    ['requester.groups.exists("g", true)', 'conditionLoop'],
    ['requester.groups.exists(g)', 'conditionLoop'],
    ['requester.groups.exists(g, h, true)', 'conditionLoop'],
  ])('%s: %s', (text, code) => expect(whyNot(text).code).toBe(code));
});

describe('what would be known only later, or not as it is read', () => {
  test.each<[string, ToldCode]>([
    ['requester[request.reason] == "x"', 'conditionPath'],
    ['requester["i" + "d"] == "x"', 'conditionPath'],
    ['request[entitlement.tags.field].hour == 1', 'conditionPath'],
    ['requester["id"] == "x"', 'conditionPath'],
    ['entitlement.tags[1] == "x"', 'conditionIndex'],
    ['[].exists(x, x == 1)', 'conditionOpen'],
    ['[].exists(x, x.anything)', 'conditionMixed'],
    ['[requester].exists(r, r[request.reason] == "x")', 'conditionPath'],
    ['[requester].exists(r, r.nmae == "x")', 'conditionPath'],
    ['[requester].exists(r, r.name == "x")', 'conditionPath'],
    ['[[1]] == [[1]]', 'conditionInner'],
    ['requester.groups.map(g, requester.groups) == []', 'conditionInner'],
    ['requester.groups + requester.groups == []', 'conditionJoined'],
    ['has(requester.nmae)', 'conditionHas'],
    ['!has(request.ticket)', 'conditionHas'],
    ['has(entitlement.tags)', 'conditionHas'],
    ['["x"].exists(x, has(x.env))', 'conditionHas'],
    ['["x"].exists(entitlement, has(entitlement.tags.env))', 'conditionNameTaken'],
    ['["x"].exists(x, ["y"].exists(x, x == "y"))', 'conditionNameTaken'],
    ['["x"].exists(if, true)', 'conditionReserved'],
    ['{"a": 1, "b": 2, "a": 3}["a"] == 3', 'conditionKeyTwice'],
    ['{"a": 1, "\\x61": 3}["a"] == 3', 'conditionKeyTwice'],
    ['{"__proto__": 1}["__proto__"] == 1', 'conditionKeyNever'],
    ['{"constructor": 1}["constructor"] == 1', 'conditionKeyNever'],
    ['{request.reason: 1}["a"] == 1', 'conditionKeys'],
    ['{1: 1}[1] == 1', 'conditionKeys'],
    ['{} == {}', 'conditionKeys'],
    ['{"a": 1, "b": "x"}["a"] == 1', 'conditionMixed'],
    ['["a", 1] == ["a", 1]', 'conditionMixed'],
    ['true ? 1 : "a"', 'conditionMixed'],
    ['duration("1h") + now > now', 'conditionTurned'],
    ['duration("1h") + now > duration("5h")', 'conditionTurned'],
    ['now < timestamp(request.reason)', 'conditionMoment'],
    ['now < timestamp("2026-12-01T00:00:00.000")', 'conditionMoment'],
    ['now < timestamp("2026-12-01 00:00:00 +0100")', 'conditionMoment'],
    ['now < timestamp("2026-02-30T00:00:00Z")', 'conditionMoment'],
    ['now < timestamp("2026-13-01T00:00:00Z")', 'conditionMoment'],
    ['now < timestamp("2026-12-01T24:00:00Z")', 'conditionMoment'],
    ['now < timestamp(1764590000)', 'conditionMoment'],
    ['request.startsAt - now < duration(request.reason)', 'conditionLength'],
    ['request.startsAt - now < duration("999999h")', 'conditionLength'],
    ['request.startsAt - now < duration("")', 'conditionLength'],
    ['request.startsAt - now < duration("1d")', 'conditionLength'],
    ['8 <= request.local.hour < 18', 'conditionKinds'],
    ['requester == requester', 'conditionPath'],
    ['(true ? request : request).origin == "cli"', 'conditionPath'],
    ['(true ? request.local : request.local).hour < 9', 'conditionPath'],
    ['(true ? requester : requester).groups.all(a, a == "x")', 'conditionPath'],
    ['[request].size() == 1', 'conditionPath'],
    ['!request.origin == "cli"', 'conditionKinds'],
    ['request.reason && true', 'conditionMixed'],
    ['"a".exists(x, true)', 'conditionMixed'],
  ])('%s: %s', (text, code) => expect(whyNot(text).code).toBe(code));
});

describe('what cannot be read', () => {
  test.each<[string, string]>([
    ['request.durationMinutes = 60', 'The condition cannot be read from character 25 on, at “= 60”.'],
    [
      'request.durationMinutes < 60 and true',
      'The condition cannot be read from character 30 on, at “and true”.',
    ],
    ['request.durationMinutes <', 'The condition ends too early: something is missing at its end.'],
    ['(request.durationMinutes < 60', 'The condition ends too early: something is missing at its end.'],
    ['request.reason == "x', 'A text in the condition has no quotation mark at its end.'],
    ['request.reason == "x\ny"', 'A text in the condition has no quotation mark at its end.'],
    ['', 'The condition is empty. Leave it out, or write for example request.durationMinutes <= 60.'],
    [' \n\t ', 'The condition is empty. Leave it out, or write for example request.durationMinutes <= 60.'],
  ])('%j', (text, said) => expect(whyNot(text).said).toBe(said));
});

describe('a comment could hide what is folded into its line', () => {
  test.each([
    'true // && false',
    'true //',
    '// true',
    'true // it"s',
    '1 /// 2\n == 1',
    'true\n// x\n&& true',
  ])('%j', (text) => expect(['conditionComment', 'conditionUnfinished']).toContain(whyNot(text).code));

  test.each(['request.ticket == "https://x/1"', "'//' == '//'", 'r"\\//" != ""', '"""//""" == "//"'])(
    'which this is none of: %s',
    (text) => expect(whyNot(text).code).toBe('none'),
  );
});

describe('a condition has bounds', () => {
  const groups = (body: string): string => `requester.groups.exists(g, ${body})`;
  const three = '["a"].exists(a, ["b"].exists(b, ["c"].exists(c, a == b && b == c)))';
  test.each<[string, string, ToldCode | 'none']>([
    ['a thousand characters', `${' '.repeat(996)}true`, 'none'],
    ['one more', `${' '.repeat(997)}true`, 'conditionLong'],
    ['two loops in each other', groups('["a", "b"].exists(x, x == g)'), 'none'],
    ['three', three, 'conditionNested'],
    [
      'three, where one is gone through',
      '["a"].exists(a, ["b"].exists(b, ["c"].filter(c, c == a) == [b]))',
      'conditionNested',
    ],
    [
      'one after the other',
      `${groups('g == "a"')} && ${groups('g == "b"')} && ${groups('g == "c"')}`,
      'none',
    ],
    [
      'one over what another found',
      'requester.groups.filter(g, g != "a").filter(g, g != "b").exists(g, g == "c")',
      'none',
    ],
    ['all groups with all groups', groups('requester.groups.exists(h, g == h)'), 'conditionCostly'],
    ['every group in a long text', groups('request.reason.contains(g)'), 'conditionCostly'],
    ['a hundred items', `1 in [${Array(100).fill(1).join(',')}]`, 'none'],
    ['one more', `1 in [${Array(101).fill(1).join(',')}]`, 'conditionManyItems'],
    ['many parts', Array(140).fill('true').join('||'), 'none'],
    ['more', `1${'<1'.repeat(240)}`, 'conditionLarge'],
    ['deep', `${'('.repeat(31)}true${')'.repeat(31)}`, 'none'],
    ['deeper', `${'('.repeat(32)}true${')'.repeat(32)}`, 'conditionDeep'],
  ])('%s', (_, text, code) => expect(whyNot(text).code).toBe(code));
});

describe('what cannot be seen', () => {
  test.each<[string, string]>([
    ['NUL', 'true\0'],
    ['a space without width', 'request.origin == "c\u200bi"'],
    ['a turn of direction', '"\u202eadmin" == "x"'],
    ['half a character', '"\ud800" == "x"'],
    ['a filler', '"\u3164" == "x"'],
    ['an escape', '"\u001b[31m" == "x"'],
  ])('%s', (_, text) => expect(whyNot(text).code).toBe('conditionHidden'));

  test('but what is written as an escape is seen', () =>
    expect(whyNot('request.reason != "\\u200b"').code).toBe('none'));
});

test('all of it is said in German, too', () => {
  const compiled = compileCondition('requester.nmae == "Ana"');
  const said = compiled.ok ? '' : wordsIn('de').tell(compiled.error);
  expect(said).toBe(
    '„requester“ hat kein „nmae“. Es hat: id, name, kind, groups, manager, timezone, isOwner.',
  );
});
