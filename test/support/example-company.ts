import type { OrganisationTexts } from '../../shared/organisation-files/parse-organisation.ts';
import { databaseConfig } from '../../build/demo/company.ts';

export const OWNER = 'owner@example.com';
export const DEV = 'dev@example.com';
export const LEAD = 'lead@example.com';
export const SECOND_LEAD = 'second@example.com';

const people = `version: 1
owners: [${OWNER}]
people:
  - { id: ${OWNER}, name: Owner Example }
  - { id: ${DEV}, name: Dev Example, groups: [developers], pools: [laptop] }
  - { id: ${LEAD}, name: Lead Example, groups: [payments-leads] }
  - { id: ${SECOND_LEAD}, name: Sam Second, groups: [payments-leads] }
`;

const policy = `version: 1
rules:
  - name: production writes
    match: { entitlement: "prod/*:write", requester: [group:developers] }
    require: { reason: 10, ticket: '^INC-[0-9]+$' }
    approve: [{ step: owner, reviewers: [group:payments-leads], need: 1 }]
    maxDuration: 2h
  - name: things that leads look at
    match: { entitlement: "shared/**", requester: [group:developers] }
    approve: [{ step: lead, reviewers: [group:payments-leads], need: 1 }]
    maxDuration: 4h
  - name: staging is self-service
    match: { entitlement: "staging/**", requester: [group:developers, group:payments-leads] }
    approve: auto
    maxDuration: 4h
`;

/** Where the real database is; left out where none is needed. */
interface Database {
  readonly host: string;
  readonly port: number;
}

/**
 * A developer, two leads who approve, and an owner. `staging/…` is self-service, `shared/…` and `prod/…` need a lead; the
 * providers are the example's files in the service's pool and in the pool `laptop`, and a PostgreSQL if there is one.
 */
export function exampleCompany(database?: Database): OrganisationTexts {
  const payments = database
    ? `  payments-db:
    use: postgres
    config: ${databaseConfig(database)}
`
    : '';
  const write = database
    ? `  - id: prod/payments-db:write
    title: Write to the payments database
    description: Insert, update and delete in every table of the payments schema
    provider: payments-db
    input: { roles: [payments_rw] }
    tags: { env: prod, team: payments }
`
    : '';
  const catalog = `version: 1
providers:
${payments}  files:
    use: example
    config: { folder: access }
  laptop-files:
    use: example
    pool: laptop
    config: { folder: access }
entitlements:
${write}  - { id: staging/token, title: Token for the staging sandbox, provider: files, tags: { env: staging } }
  - { id: staging/laptop, title: Token on the developer’s laptop, provider: laptop-files, tags: { env: staging } }
  - { id: shared/reports, title: Read the monthly reports, provider: files, tags: { team: finance } }
  - { id: shared/queue, title: Drain the refund queue, provider: files, tags: { team: payments } }
`;
  return { people, catalog, policy };
}

/** people.yaml after somebody was taken out. */
export const peopleWithout = (person: string): string =>
  people.replace(new RegExp(`^.*id: ${person}.*\\n`, 'm'), '');
