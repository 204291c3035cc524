import type { z } from 'zod';
import type { Organisation } from '../domain/organisation/organisation.ts';
import type { Mistake } from '../contract/mistake.ts';
import type { ProviderSchemas } from './check-provider-fields.ts';
import { checkRules } from './check-rules.ts';
import { explainIssue } from './explain-issue.ts';
import {
  catalogSchema,
  entitlementSchema,
  matchSchema,
  peopleSchema,
  personSchema,
  policySchema,
  providerConfigSchema,
  requireSchema,
  ruleSchema,
  serviceSchema,
  stepSchema,
} from './file-schemas.ts';
import { mistakeList, type MistakeList } from './mistake-list.ts';
import { readCatalog } from './read-catalog.ts';
import { readPeople } from './read-people.ts';
import { checkTicketPatterns, readRules } from './read-rules.ts';
import { readYaml } from './read-yaml.ts';
import type { YamlFile } from './yaml-file.ts';

/** So many objections of a schema are looked at: enough to count what is not listed. */
const MOST_ISSUES = 10_000;

export interface OrganisationTexts {
  readonly people: string;
  readonly catalog: string;
  readonly policy: string;
}

export interface ParsedOrganisation {
  /** Null when there is any mistake that is not a warning. */
  readonly organisation: Organisation | null;
  readonly mistakes: readonly Mistake[];
}

/**
 * The organisation that three files describe, with every mistake in them at its line. Pure, bounded, and never throws,
 * whatever the texts are. `providerDigests` has the hex SHA-256 of each provider folder, by the path in the catalog.
 * For what is to be published: what was, is read as `formats/organisation` has it. Only where an earlier Latchkey kept nothing
 * but texts are they parsed again, once, without `providerSchemas`, and without comparing their rules and
 * judging their patterns for tickets (`asPublished`).
 */
export function parseOrganisation(
  texts: OrganisationTexts,
  version: number,
  providerDigests: Readonly<Record<string, string>>,
  providerSchemas: ProviderSchemas = new Map(),
  checks: 'compared' | 'asPublished' = 'compared',
): ParsedOrganisation {
  const mistakes = mistakeList();
  const people = read('people.yaml', texts.people, peopleSchema, PEOPLE_WORDS, mistakes);
  const catalog = read('catalog.yaml', texts.catalog, catalogSchema, CATALOG_WORDS, mistakes);
  const policy = read('policy.yaml', texts.policy, policySchema, POLICY_WORDS, mistakes);

  const members = people && readPeople(people.file, people.data, mistakes);
  const offers =
    catalog && readCatalog(catalog, { digests: providerDigests, schemas: providerSchemas }, mistakes);
  // Without the people, every group and person of the rules would be called unknown.
  const rules = policy && members && readRules(policy.file, policy.data, members, mistakes);
  if (policy && checks === 'compared') checkTicketPatterns(policy.file, policy.data, mistakes);
  if (!people || !members || !offers || !policy || !rules)
    return { organisation: null, mistakes: mistakes.all() };

  const { timezone, holidays } = policy.data;
  const organisation: Organisation = {
    version,
    owners: people.data.owners,
    members,
    ...offers,
    rules,
    ...(timezone === undefined ? {} : { timezone }),
    ...(holidays.length === 0 ? {} : { holidays: [...new Set(holidays)].sort() }),
  };
  if (checks === 'compared' && !mistakes.hasErrors()) checkRules(policy.file, organisation, mistakes);
  return { organisation: mistakes.hasErrors() ? null : organisation, mistakes: mistakes.all() };
}

const keysOf = (...schemas: readonly z.ZodObject[]): string[] =>
  schemas.flatMap((each) => Object.keys(each.shape));

const PEOPLE_WORDS = keysOf(peopleSchema, personSchema, serviceSchema);
const CATALOG_WORDS = keysOf(catalogSchema, providerConfigSchema, entitlementSchema);
const POLICY_WORDS = keysOf(policySchema, ruleSchema, matchSchema, requireSchema, stepSchema);

function read<T extends z.ZodType>(
  name: string,
  text: string,
  schema: T,
  words: readonly string[],
  mistakes: MistakeList,
): { readonly file: YamlFile; readonly data: z.output<T> } | null {
  const yaml = readYaml(name, text);
  if (!yaml.ok) {
    mistakes.add(yaml.error);
    return null;
  }
  const file = yaml.value;
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return { file, data: parsed.data };
  for (const issue of parsed.error.issues.slice(0, MOST_ISSUES)) {
    for (const { path, part, told } of explainIssue(issue, file.value, words))
      mistakes.error(file, path, told, part);
  }
  return null;
}
