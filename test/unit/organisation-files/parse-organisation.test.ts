import { sentMistake } from '../../../shared/contract/mistake.ts';
import { inEnglish, wordsIn } from '../../../shared/words/words.ts';
import { inWords } from '../../support/in-words.ts';
import { describe, expect, test } from 'vitest';
import {
  parseOrganisation,
  type OrganisationTexts,
} from '../../../shared/organisation-files/parse-organisation.ts';
import { mistakeSchema } from '../../../shared/contract/api-schemas.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import { durationMs, instant } from '../../../shared/lib/time.ts';
import { describeChanges } from '../../../shared/domain/organisation/describe-changes.ts';
import { organisationFormat } from '../../../shared/formats/organisation/organisation-format.ts';

const GOOD: OrganisationTexts = {
  people: `version: 1
owners: [owner@example.com]
people:
  - { id: owner@example.com, name: Owner Example }
  - { id: dev@example.com, name: Dev Example, groups: [developers], manager: lead@example.com, timezone: Europe/Berlin }
  - { id: lead@example.com, name: Lead Example, groups: [payments-leads], pools: [berlin] }
  - { id: ana@example.com, groups: [payments-leads] }
services:
  - { id: "service:deploy-bot", groups: [ci] }
`,
  catalog: `version: 1
providers:
  payments-db:
    use: postgres
    pool: default
    config: { host: 127.0.0.1, port: 5432, password: { secret: PAYMENTS_DB } }
  own:
    use: ./providers/own
entitlements:
  - id: prod/payments-db:write
    title: Write to the payments database
    provider: payments-db
    input: { roles: [payments_rw] }
    tags: { env: prod, team: payments }
  - id: staging/own
    title: Own thing
    provider: own
`,
  policy: `version: 1
rules:
  - name: production writes
    match: { entitlement: "prod/*:write", requester: [group:developers] }
    require: { reason: 10, ticket: '^INC-[0-9]+$' }
    approve: [{ step: owner, reviewers: [group:payments-leads], need: 1 }]
    maxDuration: 2h
  - name: staging is self-service
    match: { entitlement: ["staging/*", "test/**"], requester: [anyone] }
    approve: auto
    maxDuration: 1h30m
    lapseAfter: 2d
`,
};
const DIGESTS = { './providers/own': 'd'.repeat(64) };

/** Words that English sentences cannot do without, and German has not. */
const ENGLISH = /\b(the|must|and|not|nobody|of)\b/i;

/** Every mistake as `file:line:column severity sentence`. `edit` is `[file, from, to]`. */
function mistakesIn(...edits: (readonly [keyof OrganisationTexts, string, string])[]): string[] {
  const texts = { ...GOOD };
  for (const [file, from, to] of edits) {
    if (!texts[file].includes(from)) throw new Error(`the example has no ${from}`);
    texts[file] = texts[file].replace(from, () => to);
  }
  const { organisation, mistakes } = parseOrganisation(texts, 1, DIGESTS);
  for (const mistake of mistakes) mistakeSchema.parse(sentMistake(mistake));
  expect(organisation === null).toBe(mistakes.some((each) => each.severity === 'error'));
  for (const { told } of mistakes)
    // What YAML's parser says is its own; what is quoted is the file's.
    if (told.code !== 'notYaml')
      expect(
        wordsIn('de')
          .tell(told)
          .replace(/„[^“]*“/gu, ''),
      ).not.toMatch(ENGLISH);
  return mistakes.map(
    (mistake) =>
      `${mistake.file}:${mistake.line}:${mistake.column} ${mistake.severity} ${sentMistake(mistake).message}`,
  );
}

describe('files without mistakes', () => {
  const { organisation, mistakes } = parseOrganisation(GOOD, 7, DIGESTS);

  test('make an organisation', () => {
    expect(mistakes).toEqual([]);
    expect(organisation).toMatchObject({
      version: 7,
      owners: ['owner@example.com'],
      members: {
        'dev@example.com': {
          kind: 'person',
          manager: 'lead@example.com',
          timezone: 'Europe/Berlin',
          groups: ['developers'],
        },
        'lead@example.com': { pools: ['berlin'] },
        'ana@example.com': { name: 'ana@example.com' },
        'service:deploy-bot': { kind: 'service', name: 'deploy-bot', groups: ['ci'] },
      },
      providers: {
        'payments-db': {
          use: 'postgres',
          pool: 'default',
          digest: null,
          config: { password: { secret: 'PAYMENTS_DB' } },
        },
        own: { use: './providers/own', pool: 'default', digest: 'd'.repeat(64), config: {} },
      },
      entitlements: {
        'prod/payments-db:write': { providerId: 'payments-db', tags: { env: 'prod', team: 'payments' } },
      },
    });
  });

  test('make rules in their order, with what is not said filled in', () =>
    expect(organisation?.rules).toEqual([
      {
        name: 'production writes',
        entitlements: ['prod/*:write'],
        requesters: [{ kind: 'group', name: 'developers' }],
        minReasonLength: 10,
        ticketPattern: '^INC-[0-9]+$',
        decision: {
          kind: 'review',
          steps: [{ name: 'owner', reviewers: [{ kind: 'group', name: 'payments-leads' }], need: 1 }],
        },
        maxDurationMs: 7_200_000,
        lapseAfterMs: 86_400_000,
      },
      {
        name: 'staging is self-service',
        entitlements: ['staging/*', 'test/**'],
        requesters: [{ kind: 'anyone' }],
        minReasonLength: 0,
        ticketPattern: null,
        decision: { kind: 'auto' },
        maxDurationMs: 5_400_000,
        lapseAfterMs: 172_800_000,
      },
    ]));

  test('are the same after they went over the wire', () =>
    expect(JSON.parse(JSON.stringify(organisation))).toEqual(organisation));

  test('may use an anchor', () =>
    expect(
      mistakesIn(
        ['people', 'groups: [payments-leads], pools', 'groups: &leads [payments-leads], pools'],
        ['people', 'ana@example.com, groups: [payments-leads]', 'ana@example.com, groups: *leads'],
      ),
    ).toEqual([]));

  test('may have windows line ends', () => {
    const texts = {
      people: GOOD.people.replaceAll('\n', '\r\n'),
      catalog: GOOD.catalog.replaceAll('\n', '\r\n'),
      policy: GOOD.policy.replaceAll('\n', '\r\n'),
    };
    expect(parseOrganisation(texts, 7, DIGESTS)).toEqual({ organisation, mistakes: [] });
  });
});

describe('a mistake is found at its place, with what to do', () => {
  test.each([
    // people.yaml
    [
      ['people', 'groups: [developers]', 'grups: [developers]'],
      'people.yaml:5:47 error “grups” is not known here. Did you mean “groups”?',
    ],
    [
      ['people', 'name: Dev Example', 'name: 7'],
      'people.yaml:5:34 error “name” must be text, not a number (put it in quotes to make it text).',
    ],
    [
      ['people', 'manager: lead@', 'manager: leda@'],
      'people.yaml:5:78 error The manager “leda@example.com” is not one of the people. Did you mean “lead@example.com”?',
    ],
    [['people', 'manager: lead@', 'manager: dev@'], 'people.yaml:5:78 error Nobody is their own manager.'],
    [
      ['people', 'owners: [owner@', 'owners: [onwer@'],
      'people.yaml:2:10 error The owner “onwer@example.com” is not one of the people. Did you mean “owner@example.com”?',
    ],
    [
      ['people', 'owners: [owner@example.com]', 'owners: []'],
      'people.yaml:2:9 error “owners” must have at least 1 item.',
    ],
    [
      ['people', 'owners: [owner@example.com]\n', ''],
      'people.yaml:1:1 error “owners” is missing. It must be a list.',
    ],
    [
      ['people', 'id: ana@example.com', 'id: Lead@example.com'],
      'people.yaml:7:11 error “lead@example.com” is here already.',
    ],
    [
      ['people', 'Europe/Berlin', 'Europe/Atlantis'],
      'people.yaml:5:106 error “timezone” must be a time zone such as Europe/Berlin.',
    ],
    [
      ['people', 'pools: [berlin]', 'pools: [BERLIN]'],
      'people.yaml:6:83 error Item 1 of “pools” must be a pool’s name: lower-case letters, digits, and : . _ -.',
    ],
    [
      ['people', 'pools: [berlin]', 'sshPublicKey: AAAA'],
      /people.yaml:6:\d+ error “sshPublicKey” must be one line of an OpenSSH public key/,
    ],
    [
      ['people', '"service:deploy-bot"', 'deploy-bot'],
      'people.yaml:9:11 error “id” must be an id such as service:deploy-bot.',
    ],
    [
      ['people', 'version: 1', 'version: 2'],
      'people.yaml:1:10 error “version” must be 1: that is the only format there is.',
    ],
    [
      ['people', 'version: 1\n', ''],
      'people.yaml:1:1 error “version” is missing: it must be 1: that is the only format there is.',
    ],
    [
      ['people', 'name: Dev Example', 'name: "Dev\\u202e Example"'],
      'people.yaml:5:34 error “name” must be one line of plain text.',
    ],
    [
      ['people', 'name: Dev Example', 'name: "\\u200b"'],
      'people.yaml:5:34 error “name” must have something in it that can be seen.',
    ],
    [
      ['people', 'name: Dev Example', `name: ${'x'.repeat(101)}`],
      'people.yaml:5:34 error “name” must have at most 100 characters.',
    ],
    [
      ['people', 'version: 1', 'version: 1\n---\nversion: 1'],
      'people.yaml:2:1 error A second document begins here (after ---). Each file holds one: everything after it would be lost.',
    ],
    // catalog.yaml
    [
      ['catalog', 'provider: payments-db', 'provider: payment-db'],
      'catalog.yaml:12:15 error There is no provider “payment-db” above. Did you mean “payments-db”?',
    ],
    [
      ['catalog', 'id: staging/own', 'id: prod/payments-db:write'],
      'catalog.yaml:15:9 error “prod/payments-db:write” is in the catalog already.',
    ],
    [
      ['catalog', '{ secret: PAYMENTS_DB }', 'hunter2'],
      'catalog.yaml:6:54 error A secret must not stand in this file. Write { secret: NAME }; the runner finds its value.',
    ],
    [
      ['catalog', '{ secret: PAYMENTS_DB }', '{ secret: hunter2 }'],
      /catalog.yaml:6:64 error The name of a secret has capital letters/,
    ],
    [
      ['catalog', 'host: 127.0.0.1', 'url: "postgres://me:hunter2@db/x"'],
      /catalog.yaml:6:20 error A secret must not stand/,
    ],
    [
      ['catalog', '[payments_rw]', '["-----BEGIN OPENSSH PRIVATE KEY-----"]'],
      /catalog.yaml:13:22 error A secret must not stand/,
    ],
    [
      ['catalog', 'use: postgres', 'use: postgress'],
      /catalog.yaml:4:10 error There is no provider “postgress”: write one of .* Did you mean “postgres”\?/,
    ],
    [
      ['catalog', './providers/own', './providers/other'],
      'catalog.yaml:8:10 error The provider’s folder “./providers/other” was not found beside this file.',
    ],
    [
      ['catalog', './providers/own', '../own'],
      /catalog.yaml:8:10 error A provider’s folder must lie beside or below this file/,
    ],
    [
      ['catalog', './providers/own', '/etc'],
      /catalog.yaml:8:10 error A provider’s folder must lie beside or below this file/,
    ],
    [
      ['catalog', 'id: staging/own', 'id: "staging/*"'],
      /catalog.yaml:15:9 error “id” must be an id such as prod/,
    ],
    [
      ['catalog', '    title: Own thing\n', ''],
      'catalog.yaml:15:5 error “title” is missing. It must be text.',
    ],
    [
      ['catalog', 'tags: { env: prod', 'tags: { env: 1'],
      'catalog.yaml:14:18 error “env” must be text, not a number (put it in quotes to make it text).',
    ],
    [
      ['catalog', 'tags: { env: prod', 'tags: { "": prod'],
      'catalog.yaml:14:13 error A key in “tags” is empty.',
    ],
    [
      ['catalog', 'tags: { env: prod', `tags: { ${'k'.repeat(101)}: prod`],
      `catalog.yaml:14:13 error The key “${'k'.repeat(59)}…” in “tags” must have at most 100 characters.`,
    ],
    [
      ['catalog', 'tags: { env: prod', 'tags: { " env": prod'],
      'catalog.yaml:14:13 error The key “ env” in “tags” must not begin or end with a space.',
    ],
    [
      ['catalog', 'input: { roles: [payments_rw] }', 'input: []'],
      /catalog.yaml:13:12 error “input” must be a group of keys and values, not a list/,
    ],
    [
      ['catalog', '  own:', '  Own:'],
      'catalog.yaml:7:3 error A provider’s name has lower-case letters, digits, and . _ - after the first.',
    ],
    // policy.yaml
    [
      ['policy', 'group:developers', 'group:developer'],
      'policy.yaml:4:55 error Nobody is in a group “developer”. Did you mean “group:developers”?',
    ],
    [
      ['policy', '[group:developers]', '[developers]'],
      /policy.yaml:4:55 error “developers” is nobody: write group:NAME/,
    ],
    [
      ['policy', '[group:developers]', '[person:devv@example.com]'],
      'policy.yaml:4:55 error “person:devv@example.com” is not in people.yaml. Did you mean “person:dev@example.com”?',
    ],
    [
      ['policy', '[group:developers]', '[person:service:deploy-bot]'],
      /policy.yaml:4:55 error “person:service:deploy-bot” is not in people.yaml/,
    ],
    [
      ['policy', '[group:payments-leads]', '[service:deploy-bot]'],
      'policy.yaml:6:42 error Services never review: name people or groups.',
    ],
    [
      ['policy', '[group:payments-leads]', '[group:ci]'],
      'policy.yaml:6:15 error The step “owner” can never be done: it needs 1 and has 0 possible reviewers.',
    ],
    [
      ['policy', 'need: 1', 'need: 3'],
      'policy.yaml:6:15 error The step “owner” can never be done: it needs 3 and has 2 possible reviewers.',
    ],
    [['policy', 'need: 1', 'need: 0'], 'policy.yaml:6:71 error “need” must be at least 1.'],
    [['policy', 'need: 1', 'need: 1.5'], /policy.yaml:6:71 error “need” must be a whole number/],
    [
      ['policy', 'maxDuration: 2h', 'maxDuration: two hours'],
      'policy.yaml:7:18 error That is not a duration. Write for example 90s, 45m, 2h, 1h30m or 1d.',
    ],
    [
      ['policy', 'maxDuration: 2h', 'maxDuration: 0h'],
      /policy.yaml:7:18 error A duration must be longer than nothing/,
    ],
    [
      ['policy', 'maxDuration: 2h', 'maxDuration: 2'],
      /policy.yaml:7:18 error “maxDuration” must be text, not a number/,
    ],
    [
      ['policy', '    maxDuration: 2h\n', ''],
      'policy.yaml:3:5 error The rule “production writes” has no limit: say maxDuration:, such as 2h.',
    ],
    [
      ['policy', '    approve: auto\n', ''],
      'policy.yaml:8:5 error The rule “staging is self-service” does not decide: say approve: or refuse:.',
    ],
    [
      ['policy', 'approve: auto', 'approve: auto\n    refuse: No.'],
      'policy.yaml:11:5 error A rule either approves or refuses. Keep one of them.',
    ],
    [
      ['policy', 'approve: auto', 'approve: automatic'],
      /policy.yaml:10:14 error “approve” must be auto, or a list such as/,
    ],
    [
      ['policy', 'reviewers: [group', 'reviewer: [group'],
      'policy.yaml:6:30 error “reviewer” is not known here. Did you mean “reviewers”?',
    ],
    [['policy', 'entitlement: "prod/*:write", ', ''], 'policy.yaml:4:12 error “entitlement” is missing.'],
    [
      ['policy', '"prod/*:write"', '7'],
      'policy.yaml:4:27 error “entitlement” must be a text or a list of texts.',
    ],
    [['policy', '"prod/*:write"', '"prod/[ab]"'], /policy.yaml:4:27 error “\[” cannot stand in a pattern/],
    [['policy', '"test/**"', '"test/***"'], /policy.yaml:9:41 error Write \* for any text without/],
    [
      ['policy', '^INC-[0-9]+$', '^INC-([0-9]+$'],
      /policy.yaml:5:36 error The ticket pattern is not a regular expression/,
    ],
    [['policy', '^INC-[0-9]+$', '^(?=INC)'], /policy.yaml:5:36 error The ticket pattern may not look around/],
    [['policy', 'reason: 10', 'reason: -1'], 'policy.yaml:5:24 error “reason” must be at least 0.'],
    [
      ['policy', 'name: staging is self-service', 'name: production writes'],
      'policy.yaml:8:11 error Another rule is named “production writes”.',
    ],
    [['policy', 'lapseAfter: 2d', 'lapseAfter: 400d'], /policy.yaml:12:17 error That is more than a year/],
  ] as const)('%j', (edit, expected) => {
    const found = mistakesIn(edit);
    if (typeof expected === 'string') expect(found.join('\n')).toContain(expected);
    else
      expect(
        found.some((each) => expected.test(each)),
        found.join('\n'),
      ).toBe(true);
  });

  test('a secret that stands in a file is never repeated in the message', () =>
    expect(mistakesIn(['catalog', '{ secret: PAYMENTS_DB }', 'hunter2']).join()).not.toContain('hunter2'));

  test('all mistakes of all files are told at once, in their order', () => {
    const found = mistakesIn(
      ['policy', 'need: 1', 'need: 0'],
      ['people', 'name: Dev Example', 'name: 7'],
      ['catalog', '{ secret: PAYMENTS_DB }', 'hunter2'],
      ['people', 'Europe/Berlin', 'Mars'],
    );
    expect(found.map((each) => each.split(' ')[0])).toEqual([
      'people.yaml:5:34',
      'people.yaml:5:96',
      'catalog.yaml:6:54',
      'policy.yaml:6:71',
    ]);
  });

  test('of very many mistakes the first are told and the others counted', () => {
    const found = mistakesIn(['people', 'services:\n', `services:\n${'  - { id: x }\n'.repeat(500)}`]);
    expect(found.length).toBe(201);
  });
});

describe('rules that do nothing', () => {
  const add = (rules: string) =>
    mistakesIn(['policy', '  - name: staging is', `${rules}  - name: staging is`]);
  const auto = (name: string, match: string) =>
    `  - { name: ${name}, match: ${match}, approve: auto, maxDuration: 1h }\n`;

  test('because an earlier one always comes first are mistakes', () =>
    expect(add(auto('late', '{ entitlement: "prod/db:write", requester: [group:developers] }'))).toEqual([
      'policy.yaml:8:5 error The rule “late” can never match: “production writes” stands before it and matches all of it. Move it up, or take it out.',
    ]));

  test('are found whatever the catalog has, by comparing the patterns', () =>
    expect(
      add(
        auto('wide', '{ entitlement: "else/**", requester: [anyone] }') +
          auto(
            'narrow',
            '{ entitlement: ["else/*/x", "else/a*"], requester: [group:ci, person:dev@example.com] }',
          ),
      ),
    ).toContainEqual(
      expect.stringContaining('error The rule “narrow” can never match: “wide” stands before it'),
    ));

  test('are not confused with rules for other people, or for more', () => {
    expect(add(auto('ci', '{ entitlement: "prod/*:write", requester: [group:ci] }'))).toEqual([]);
    expect(add(auto('more', '{ entitlement: "prod/**", requester: [anyone] }'))).toEqual([]);
  });

  test('only now, with this catalog, are warnings', () => {
    expect(add(auto('later', '{ entitlement: "prod/*", requester: [group:developers] }'))).toEqual([
      'policy.yaml:8:5 warning The rule “later” decides nothing now: earlier rules match all of it that the catalog has.',
    ]);
    expect(add(auto('none', '{ entitlement: "qa/*", requester: [anyone] }'))).toEqual([
      'policy.yaml:8:41 warning The rule “none” matches nothing that the catalog has.',
    ]);
  });

  test.each([
    ['1m', []],
    [
      '30s',
      ['policy.yaml:6:87 error “remindEvery” must be at least 1m: whoever is told more often stops reading.'],
    ],
    ['soon', [expect.stringContaining('That is not a duration. Write for example 90s, 45m')]],
    [
      '1d',
      [
        expect.stringContaining(
          'warning Nobody is reminded: a request lapses after 1d, as it does where nothing is said, before the first reminder. Say a shorter remindEvery:, or a longer lapseAfter:.',
        ),
      ],
    ],
  ])('reminders every %s', (text, found) =>
    expect(mistakesIn(['policy', 'need: 1 }', `need: 1, remindEvery: ${text} }`])).toEqual(found),
  );

  test('a step’s reminders are kept, and said where rules changed', () => {
    const { organisation } = parseOrganisation(
      { ...GOOD, policy: GOOD.policy.replace('need: 1 }', 'need: 1, remindEvery: 5m }') },
      1,
      DIGESTS,
    );
    const before = parseOrganisation(GOOD, 1, DIGESTS).organisation;
    if (!organisation || !before) throw new Error('it was not read');
    const [rule] = organisation.rules.filter(({ decision }) => decision.kind === 'review');
    expect(rule?.decision).toMatchObject({ steps: [{ need: 1, remindEveryMs: 300_000 }] });
    expect(describeChanges(before, organisation).lines).toEqual([
      inWords(/reminded every 5m \(was approved by 1 of group payments-leads\)$/),
    ]);
    const read = organisationFormat.read(organisationFormat.write(organisation));
    expect(read).toEqual({ kind: 'known', value: organisation });
  });

  describe('of several steps', () => {
    const inSteps = (steps: string, rest = ''): OrganisationTexts => ({
      ...GOOD,
      people: GOOD.people.replace('name: Owner Example }', 'name: Owner Example, groups: [security] }'),
      policy: GOOD.policy.replace(
        '[{ step: owner, reviewers: [group:payments-leads], need: 1 }]',
        `[{ step: owner, reviewers: [group:payments-leads] }, ${steps}]${rest}`,
      ),
    });
    const read = (texts: OrganisationTexts) => parseOrganisation(texts, 1, DIGESTS);
    const SECURITY = '{ step: security, reviewers: [group:security] }';

    test('nobody counts in two, unless it is said', () => {
      expect(read(inSteps(SECURITY)).organisation?.rules[0]?.distinct).toBe(true);
      const shared = read(inSteps(SECURITY, '\n    distinct: false')).organisation?.rules[0];
      expect(shared && 'distinct' in shared).toBe(false);
      const one = read(GOOD).organisation?.rules[0];
      expect(one && 'distinct' in one).toBe(false);
    });

    test('it is kept', () => {
      const { organisation } = read(inSteps(SECURITY));
      if (!organisation) throw new Error('it was not read');
      expect(organisationFormat.read(organisationFormat.write(organisation))).toEqual({
        kind: 'known',
        value: organisation,
      });
    });

    test.each([
      [
        'two people for three approvals',
        '{ step: again, reviewers: [group:payments-leads], need: 2 }',
        '',
        [
          'error The steps of “production writes” have too few people between them: nobody counts in two steps. Name more reviewers, or write “distinct: false”.',
        ],
      ],
      [
        'the same where one may count twice',
        '{ step: again, reviewers: [group:payments-leads], need: 2 }',
        '\n    distinct: false',
        [],
      ],
      ['said twice over', SECURITY, '\n    distinct: true', []],
    ])('%s', (_what, steps, rest, found) =>
      expect(
        read(inSteps(steps, rest)).mistakes.map(({ severity, told }) => `${severity} ${inEnglish(told)}`),
      ).toEqual(found),
    );

    test('of one, it says nothing', () =>
      expect(mistakesIn(['policy', 'need: 1 }]', 'need: 1 }]\n    distinct: false'])).toEqual([
        expect.stringContaining('warning A rule with one step has nothing to tell apart'),
      ]));
  });

  describe('for what has a tag', () => {
    const tagged = (tags: string) => mistakesIn(['policy', '"prod/*:write"', tags]);

    test('are about each entitlement that has all of them, by the value', () => {
      const policy = GOOD.policy.replace('"prod/*:write"', '{ tags: { env: prod, team: payments } }');
      const { organisation, mistakes } = parseOrganisation({ ...GOOD, policy }, 1, DIGESTS);
      expect(mistakes).toEqual([]);
      if (!organisation) throw new Error('it was not read');
      expect(organisation.rules[0]).toMatchObject({
        entitlements: [],
        tags: { env: 'prod', team: 'payments' },
      });
      expect(organisationFormat.read(organisationFormat.write(organisation))).toEqual({
        kind: 'known',
        value: organisation,
      });
      const ask = (tags: Record<string, string>) => {
        const [id, of] = Object.entries(organisation.entitlements)[0] ?? ['', undefined];
        if (!of) throw new Error('there is none');
        return evaluatePolicy(
          { ...organisation, entitlements: { [id]: { ...of, tags } } },
          {
            ...{ requester: 'dev@example.com', entitlementIds: [id], durationMs: durationMs(60_000) },
            ...{ reason: 'because it is broken', ticket: 'INC-1', at: instant(0) },
          },
        ).kind;
      };
      expect(ask({ env: 'prod', team: 'payments', more: 'x' })).toBe('review');
      expect(ask({ env: 'prod' })).toBe('refused');
      expect(ask({ env: 'prod', team: 'search' })).toBe('refused');
    });

    test.each([
      ['{ tags: {} }', ['error “tags” must name at least one tag']],
      [
        '{ tags: { env: nowhere } }',
        ['warning The rule “production writes” matches nothing that the catalog has.'],
      ],
      ['{ ids: [x] }', ['error']],
    ])('%s', (tags, found) =>
      expect(tagged(tags)).toEqual(found.map((each) => expect.stringContaining(each))),
    );

    test('never decide after one that takes all of them', () => {
      const rule = (name: string, entitlement: string) =>
        auto(name, `{ entitlement: ${entitlement}, requester: [group:developers] }`);
      const isLate = (first: string, second: string) =>
        add(rule('wide', first) + rule('narrow', second)).some((line) =>
          line.includes('The rule “narrow” can never match: “wide” stands before it'),
        );
      expect(isLate('{ tags: { env: prod } }', '{ tags: { env: prod, team: payments } }')).toBe(true);
      expect(isLate('"**"', '{ tags: { env: prod } }')).toBe(true);
      expect(isLate('{ tags: { env: prod, team: payments } }', '{ tags: { env: prod } }')).toBe(false);
    });
  });

  describe('reviewers that follow from the request', () => {
    const by = (reviewers: string) =>
      mistakesIn(['policy', 'reviewers: [group:payments-leads]', `reviewers: ${reviewers}`]);

    test('are kept', () => {
      const policy = GOOD.policy.replace('[group:payments-leads]', '[manager, "ownerOf:team"]');
      const { organisation, mistakes } = parseOrganisation({ ...GOOD, policy }, 1, DIGESTS);
      if (!organisation) throw new Error(JSON.stringify(mistakes));
      expect(organisation.rules[0]?.decision).toMatchObject({
        steps: [{ reviewers: [{ kind: 'manager' }, { kind: 'ownerOf', tag: 'team' }] }],
      });
      expect(organisationFormat.read(organisationFormat.write(organisation))).toEqual({
        kind: 'known',
        value: organisation,
      });
    });

    test('are nobody’s mistake where everybody who may ask has one', () =>
      expect(by('[manager]')).toEqual([]));

    test.each([
      [
        '[manager]',
        'lead@example.com',
        'Nobody could approve “owner” for Dev Example: people.yaml names no manager',
      ],
      [
        '["ownerOf:team"]',
        'ana@example.com',
        'Nobody could approve “owner” for prod/payments-db:write: no tag there names a group',
      ],
    ])('%s that is nobody is a warning', (reviewers, manager, said) => {
      const texts = {
        ...GOOD,
        people: GOOD.people.replace(
          ', manager: lead@example.com',
          manager === 'lead@example.com' ? '' : `, manager: ${manager}`,
        ),
        policy: GOOD.policy.replace('[group:payments-leads]', reviewers),
      };
      const { mistakes, organisation } = parseOrganisation(texts, 1, DIGESTS);
      expect(mistakes.map(({ severity, told }) => `${severity} ${inEnglish(told)}`)).toEqual([
        expect.stringContaining(`warning ${said}`),
      ]);
      expect(organisation).not.toBeNull();
    });

    test('are none of who may ask', () =>
      expect(mistakesIn(['policy', 'requester: [group:developers]', 'requester: [manager]'])).toEqual([
        expect.stringContaining('error'),
      ]));
  });

  describe('a condition', () => {
    const WHEN = 'when: request.local.hour < 18';
    const conditional = (when: string, top = ''): OrganisationTexts => ({
      ...GOOD,
      policy: GOOD.policy
        .replace('requester: [group:developers]', `requester: [group:developers], ${when}`)
        .replace('rules:', `${top}rules:`),
    });
    const linesOf = (when: string, top = '') =>
      parseOrganisation(conditional(when, top), 1, DIGESTS).mistakes.map(
        ({ severity, line, told }) => `${line} ${severity} ${inEnglish(told)}`,
      );

    test('is kept with its zone, and so are the zone of the organisation and its holidays', () => {
      const top = 'timezone: Asia/Tokyo\nholidays: [2027-01-01, 2026-12-25, 2027-01-01]\n';
      const { organisation, mistakes } = parseOrganisation(
        conditional(`${WHEN}, timezone: Europe/Berlin`, top),
        1,
        DIGESTS,
      );
      expect(mistakes).toEqual([]);
      expect(organisation).toMatchObject({
        timezone: 'Asia/Tokyo',
        holidays: ['2026-12-25', '2027-01-01'],
        rules: [{ when: { text: 'request.local.hour < 18' }, timezone: 'Europe/Berlin' }, {}],
      });
      if (!organisation) throw new Error('it was not read');
      const written: unknown = JSON.parse(JSON.stringify(organisationFormat.write(organisation)));
      expect(organisationFormat.read(written)).toEqual({ kind: 'known', value: organisation });
    });

    test.each([
      [
        'when: request.local.hours < 18',
        '4 error “request.local” has no “hours”. It has: date, weekday, hour, minute, holiday.',
      ],
      [
        'when: request.local.hour',
        '4 error A condition must come out as true or false, and this one does as int.',
      ],
      [
        'when: ""',
        '4 error The condition is empty. Leave it out, or write for example request.durationMinutes <= 60.',
      ],
      [
        'when: request.origin != "agent"',
        '4 error “request.origin” is nothing that requests say yet. Leave it out.',
      ],
      [
        'when: "!request.local.holiday"',
        '4 error The condition asks for holidays, and the file names none. Add a list “holidays” beside “rules”.',
      ],
      [
        'timezone: requester',
        '4 warning A time zone counts only with a condition (when) that asks for request.local.',
      ],
      [
        'when: requester.isOwner, timezone: UTC',
        '4 warning A time zone counts only with a condition (when) that asks for request.local.',
      ],
      [
        `${WHEN}, timezone: Mars/Olympus`,
        '4 error “timezone” must be a time zone such as Europe/Berlin, or “requester” for that of who asks.',
      ],
    ])('%s', (when, line) => expect(linesOf(when)).toEqual([line]));

    test('holidays are days that there are', () =>
      expect(linesOf(WHEN, 'holidays: [2026-02-30, 25.12.2026]\n')).toEqual([
        '2 error Item 1 of “holidays” must be a day such as 2026-12-25.',
        '2 error Item 2 of “holidays” must be a day such as 2026-12-25.',
      ]));

    test('takes nothing for certain: a rule after it is reached', () => {
      const first = auto('first', `{ entitlement: "prod/*:write", requester: [group:developers], ${WHEN} }`);
      const policy = GOOD.policy.replace('rules:\n', `rules:\n${first}`);
      expect(parseOrganisation({ ...GOOD, policy }, 1, DIGESTS).mistakes).toEqual([]);
    });

    test('is no reason for a rule after one that takes all to be reached', () =>
      expect(
        add(auto('late', `{ entitlement: "prod/db:write", requester: [group:developers], ${WHEN} }`)),
      ).toEqual([expect.stringContaining('The rule “late” can never match')]));
  });

  test('one reviewer who may also ask is a warning', () =>
    expect(mistakesIn(['policy', '[group:payments-leads]', '[person:dev@example.com]'])).toEqual([
      'policy.yaml:6:15 warning When Dev Example asks, nobody can finish the step “owner”: nobody approves for themselves. Name one more reviewer.',
    ]));
});

describe('a file that is not what it should be', { timeout: 60_000 }, () => {
  test('says how many mistakes are not listed, and shows where a sentence was cut', () => {
    const told = mistakesIn(['policy', 'version: 1', Array.from({ length: 13 }, () => 'a: [b').join('\n')]);
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toMatch(/error There (?:is 1 more mistake|are \d+ more mistakes) after this one\.$/);
    const { mistakes } = parseOrganisation({ ...GOOD, people: `? ${'y'.repeat(3_000)}` }, 1, DIGESTS);
    for (const mistake of mistakes) expect(sentMistake(mistake).message.length).toBeLessThanOrEqual(1_000);
  });

  const laughs = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}x]`).join(
    '\n',
  );
  test.each([
    ['nothing', '', /must be a group of keys and values, not nothing/],
    ['only a comment', '# later\n', /not nothing/],
    ['a list', '- a', /not a list/],
    ['half a list', 'a: [b', /not valid YAML/],
    ['a tab where none may be', 'a:\n\t- b', /not valid YAML/],
    ['a key twice', 'version: 1\nversion: 1', /people.yaml:2:1 .*stands twice/],
    ['two documents', '--- {}\n--- {}', /./],
    ['a tag', 'owners: !!js/function x', /Tags \(!something\) are not used/],
    ['a binary tag', 'owners: !!binary aGk=', /Tags/],
    ['a list as a key', '? [a]\n: b', /keys must be strings/],
    ['a key that would change objects', '__proto__: { a: 1 }', /cannot be a key/],
    ['an alias of nothing', 'owners: *who', /Nothing is marked with &who/],
    ['a list that holds itself', 'owners: &a [*a]', /nested too deeply/],
    ['a billion laughs', `l0: &l0 [x, x]\n${laughs}`, /at most 100 aliases|too many values/],
    ['a merge key', 'a: &a { b: 1 }\nc: { <<: *a }', /is not known here/],
    ['brackets only', '['.repeat(5_000), /./],
    ['dashes only', '- '.repeat(10_000), /nested too deeply/],
    ['far too long', `# ${'x'.repeat(1_000_001)}`, /too long/],
    ['binary', '\u0000\u0001\u0002', /./],
    ['a number without end', 'version: .inf', /no end/],
  ])('is refused when it is %s', (_, people, expected) => {
    const before = performance.now();
    const { organisation, mistakes } = parseOrganisation({ ...GOOD, people }, 1, DIGESTS);
    expect(organisation).toBeNull();
    expect(mistakes[0]?.file).toBe('people.yaml');
    expect(
      mistakes.map((each) => `${each.file}:${each.line}:${each.column} ${inEnglish(each.told)}`).join('\n'),
    ).toMatch(expected);
    expect(performance.now() - before).toBeLessThan(60_000);
  });

  test('does not make strangers of the people that the rules name', () =>
    expect(parseOrganisation({ ...GOOD, people: '[' }, 1, DIGESTS).mistakes.map((each) => each.file)).toEqual(
      ['people.yaml'],
    ));
});

test('a large organisation is read in seconds, not minutes', { timeout: 60_000 }, () => {
  const numbers = Array.from({ length: 2_000 }, (_, index) => index);
  const people = `${GOOD.people.split('services:')[0]}${numbers.map((n) => `  - { id: p${n}, groups: [g${n % 50}] }\n`).join('')}`;
  const catalog = `${GOOD.catalog}${numbers.map((n) => `  - { id: x/${n % 100}/e${n}, title: E, provider: own }\n`).join('')}`;
  const rules = numbers
    .slice(0, 300)
    .map(
      (n) =>
        `  - { name: r${n}, match: { entitlement: "x/**/e${n}", requester: ["group:g${n % 50}"] }, approve: auto, maxDuration: 1h }\n`,
    );
  const before = performance.now();
  const { organisation } = parseOrganisation(
    { people, catalog, policy: `${GOOD.policy}${rules.join('')}` },
    1,
    DIGESTS,
  );
  expect(Object.keys(organisation?.members ?? {})).toHaveLength(2_004);
  expect(performance.now() - before).toBeLessThan(60_000);
});

test.each(['latchkey', 'Latchkey', 'runner', 'built-in-runner', 'service', 'anyone'])(
  '%s is nobody’s id: in the history it would be taken for the service itself',
  (id) => {
    const people = `${GOOD.people.replace('people:\n', `people:\n  - { id: ${id}, name: Somebody }\n`)}`;
    const parsed = parseOrganisation({ ...GOOD, people }, 1, DIGESTS);
    expect(parsed.mistakes.map(({ told }) => inEnglish(told)).join()).toContain('cannot be a person’s id');
  },
);
