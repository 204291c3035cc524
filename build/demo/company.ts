/** Who plays in the demo. */
export const OWNER = { id: 'owner@example.com', name: 'Olga Owner' };
export const REQUESTER = { id: 'maya@example.com', name: 'Maya Lind' };
export const APPROVER = { id: 'jonas@example.com', name: 'Jonas Weber' };

/** What is asked for in the demo, as people read it. */
export const TITLE = 'Write to the payments database';

const people = `version: 1
owners: [${OWNER.id}]
people:
  - { id: ${OWNER.id}, name: ${OWNER.name} }
  - { id: ${REQUESTER.id}, name: ${REQUESTER.name}, groups: [developers] }
  - { id: ${APPROVER.id}, name: ${APPROVER.name}, groups: [payments-leads] }
`;

const policy = `version: 1
rules:
  - name: production writes
    match: { entitlement: "prod/*:write", requester: [group:developers] }
    require: { reason: 10, ticket: '^INC-[0-9]+$' }
    approve: [{ step: owner, reviewers: [group:payments-leads], need: 1 }]
    maxDuration: 2h
  - name: staging is self-service
    match: { entitlement: "staging/*", requester: [group:developers] }
    approve: auto
    maxDuration: 4h
`;

interface Database {
  readonly host: string;
  readonly port: number;
}

/** How the runner reaches the database: as the catalog says it, and as its secret is bound to it. */
export const databaseConfig = ({ host, port }: Database): string =>
  `{ host: ${host}, port: ${port}, database: payments, user: latchkey, password: { secret: PAYMENTS_DB } }`;

/** The runner's secrets.yaml: the password of the role `latchkey`, for this database and nothing else. */
export const databaseSecrets = (database: Database & { readonly password: string }): string => `PAYMENTS_DB:
  value: "${database.password}"
  for: [{ provider: postgres, config: ${databaseConfig(database)} }]
`;

const catalog = (database: Database): string => `version: 1
providers:
  payments-db:
    use: postgres
    config: ${databaseConfig(database)}
  sandbox:
    use: example
    config: { folder: access }
entitlements:
  - id: prod/payments-db:write
    title: ${TITLE}
    description: Insert, update and delete in every table of the payments schema
    provider: payments-db
    input: { roles: [payments_rw] }
    tags: { env: prod, team: payments }
  - { id: staging/sandbox:token, title: Token for the staging sandbox, provider: sandbox, tags: { env: staging } }
`;

/** The organisation's three files: writing to the database of the demo needs a lead's approval. */
export function company(database: Database): Record<string, string> {
  return { 'people.yaml': people, 'catalog.yaml': catalog(database), 'policy.yaml': policy };
}
