import type { OrganisationFiles } from '../../../shared/service/organisation/organisation-files.ts';

/** An organisation with one owner, one lead and `developers` people who may ask for what the lead approves. */
export function benchOrganisation(developers: number): OrganisationFiles {
  const ids = Array.from({ length: developers }, (_, index) => developerId(index));
  const people = [
    'version: 1',
    'owners: [owner@example.com]',
    'people:',
    '  - { id: owner@example.com, name: Owner, groups: [] }',
    '  - { id: lead@example.com, name: Lead, groups: [leads] }',
    ...ids.map((id, index) => `  - { id: ${id}, name: Developer ${index}, groups: [developers] }`),
  ];
  const catalog = [
    'version: 1',
    'providers:',
    '  here: { use: example, pool: default, config: {} }',
    'entitlements:',
    '  - { id: bench/thing, title: A thing, description: For the benchmark, provider: here, input: {} }',
    '  - { id: bench/shared, title: A shared thing, description: Everyone reviews it, provider: here, input: {} }',
  ];
  const policy = [
    'version: 1',
    'rules:',
    '  - name: shared',
    '    match: { entitlement: "bench/shared", requester: [group:leads] }',
    '    approve: [{ step: everyone, reviewers: [group:developers], need: 1 }]',
    '    maxDuration: 1h',
    '  - name: things',
    '    match: { entitlement: "bench/thing", requester: [group:developers] }',
    '    approve: [{ step: lead, reviewers: [group:leads], need: 1 }]',
    '    maxDuration: 1h',
  ];
  const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;
  return {
    files: { people: text(people), catalog: text(catalog), policy: text(policy) },
    providerDigests: {},
  };
}

export const developerId = (index: number): string => `dev${index}@example.com`;
