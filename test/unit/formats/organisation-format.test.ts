import { describe, expect, test } from 'vitest';
import { exampleOrganisation } from '../../../shared/cli/templates/example-organisation.ts';
import { soloOrganisation } from '../../../shared/cli/templates/solo-organisation.ts';
import { parseOrganisation } from '../../../shared/organisation-files/parse-organisation.ts';
import type { Organisation } from '../../../shared/domain/organisation/organisation.ts';
import { organisationFormat } from '../../../shared/formats/organisation/organisation-format.ts';
import { canonicalText } from '../../../shared/lib/canonical-json.ts';
import { exampleCompany } from '../../support/example-company.ts';

const parsed = (texts: Parameters<typeof parseOrganisation>[0]): Organisation => {
  const { organisation, mistakes } = parseOrganisation(texts, 7, {});
  if (!organisation) throw new Error(JSON.stringify(mistakes));
  return organisation;
};
/** As it comes back from where it was kept. */
const kept = (organisation: Organisation): unknown =>
  JSON.parse(canonicalText(organisationFormat.write(organisation)));
const EXAMPLE = parsed(exampleOrganisation);

describe('an organisation that was parsed', () => {
  test.each([
    ['the example', exampleOrganisation],
    ['one of a single person', soloOrganisation({ ownerId: 'me@here', ownerName: 'Me', hostName: 'here' })],
    ['the company of the tests', exampleCompany()],
  ])('is read as it was kept: %s', (_name, texts) => {
    const organisation = parsed(texts);
    expect(organisationFormat.read(kept(organisation))).toEqual({ kind: 'known', value: organisation });
  });

  test('keeps the order of its files', () => {
    const turned: Organisation = {
      ...EXAMPLE,
      members: Object.fromEntries(Object.entries(EXAMPLE.members).reverse()),
      entitlements: Object.fromEntries(Object.entries(EXAMPLE.entitlements).reverse()),
    };
    for (const each of [EXAMPLE, turned]) {
      const read = organisationFormat.read(kept(each));
      if (read.kind === 'unknown') throw new Error('it is not known');
      expect(Object.keys(read.value.members)).toEqual(Object.keys(each.members));
      expect(Object.keys(read.value.entitlements)).toEqual(Object.keys(each.entitlements));
    }
  });

  test('is read whatever a rule says today of its values', () => {
    const { rules, members } = EXAMPLE;
    const odd: Organisation = {
      ...EXAMPLE,
      owners: [],
      members: {
        ...members,
        ' ': { ...Object.values(members)[0]!, id: ' ', name: '', timezone: 'Moon/Sea' },
      },
      rules: rules.map((rule) => ({ ...rule, entitlements: ['***', ''], ticketPattern: '(' })),
    };
    expect(organisationFormat.read(kept(odd))).toEqual({ kind: 'known', value: odd });
  });
});

describe('not known is', () => {
  const raw = organisationFormat.write(EXAMPLE);
  const [rule, ...rest] = EXAMPLE.rules;
  test.each([
    ['a later version', { ...raw, v: 2 }],
    ['a field that version 1 does not have', { ...raw, freezes: [] }],
    ['a rule that says more than is known here', { ...raw, rules: [{ ...rule, weekdays: true }, ...rest] }],
    ['a decision of another kind', { ...raw, rules: [{ ...rule, decision: { kind: 'ask' } }, ...rest] }],
    ['what has no rules', { ...raw, rules: undefined }],
    ['something else', []],
  ])('%s', (_name, other) => {
    expect(organisationFormat.read(other)).toEqual({ kind: 'unknown', raw: other });
  });
});
