import type { OrganisationTexts } from '../../organisation-files/parse-organisation.ts';

// What `latchkey init DIR` writes. Kept as text in a module, so that a bundle needs no files beside it.

const people = `# Who can ask, who can approve, and who owns all this.
# Check and publish the three files with:  latchkey publish .
version: 1

# Owners publish these files, invite people, and may end any access.
owners: [owner@example.com]

people:
  - { id: owner@example.com, name: Owner Example, groups: [platform] }
  - { id: dev@example.com, name: Dev Example, groups: [developers], manager: lead@example.com, timezone: Europe/Berlin }
  - { id: lead@example.com, name: Lead Example, groups: [platform, payments-leads] }
  # More that a person may have:
  #   pools: [berlin]                      # whose providers the runners of this person may serve
  #   sshPublicKey: ssh-ed25519 AAAA…      # SSH certificates are made for this key instead of a fresh one

# CI jobs and agents. They can ask, and never approve.
services:
  - { id: "service:deploy-bot", groups: [ci] }
  # More that a service may have:
  #   operators: [dev@example.com]         # who acts as it, and so approves nothing that it asks for
`;

const catalog = `# What can be asked for. An entitlement is one permission on one thing, offered by a provider.
version: 1

providers:
  # "example" comes with Latchkey: it writes a token to a file on the runner's computer, and takes it away at the end.
  sandbox:
    use: example                           # a provider that comes with Latchkey, or a folder: ./providers/my-own
    pool: default                          # the service's own runner
    config: { folder: access }             # below the runner's data folder

  # A real one. The password is not here: the runner finds it in its secrets.yaml, which says that it is for this config.
  # payments-db:
  #   use: postgres
  #   config: { host: 127.0.0.1, port: 5432, database: payments, user: latchkey, password: { secret: PAYMENTS_DB } }

entitlements:
  - id: staging/sandbox:token
    title: Token for the staging sandbox
    description: A token in a file, to see how everything works
    provider: sandbox
    tags: { env: staging }

  - id: prod/sandbox:token
    title: Token for the production sandbox
    description: The same, but somebody else has to approve it
    provider: sandbox
    tags: { env: prod }

  # - id: prod/payments-db:write
  #   title: Write to the payments database
  #   description: Insert, update and delete in every table of the payments schema
  #   provider: payments-db
  #   input: { roles: [payments_rw] }
  #   tags: { env: prod, team: payments }
`;

const policy = `# Who gets what, for how long, and who must approve. The first rule that matches decides; what matches nothing is refused.
#   entitlement   one pattern or a list; * is any text without /, ** any text at all
#   requester     group:NAME, person:ID, service:ID or anyone
#   require       reason: least number of characters; ticket: a regular expression (RE2) for the whole ticket
#   approve       auto, or steps of reviewers; or instead of it  refuse: "a sentence that says why"
#                 a step's remindEvery (5m, 1h) tells those whose answer is missing again, until it is there or the request lapses
#   maxDuration   the longest time that can be asked for: 45m, 2h, 1d
#   lapseAfter    how long a request waits for an answer (24h if not said)
#   risk          high: never approved in a notification or by one press; who approves confirms what, for whom and how long
version: 1

rules:
  - name: production needs a second person
    match: { entitlement: "prod/**", requester: [group:developers, group:platform] }
    require: { reason: 10 }
    # Nobody approves for themselves, so the group should have one more person than "need" says.
    approve: [{ step: owner, reviewers: [group:platform], need: 1 }]
    maxDuration: 2h

  - name: robots stay out of production
    match: { entitlement: "prod/**", requester: [group:ci] }
    refuse: Pipelines have no access to production from here. Ask a person of the platform group.

  - name: staging is self-service
    match: { entitlement: "staging/**", requester: [anyone] }
    require: { reason: 3 }
    approve: auto
    maxDuration: 4h
`;

/** An organisation to start from: one entitlement for oneself, one that needs a second person, and every key explained. */
export const exampleOrganisation: OrganisationTexts = { people, catalog, policy };
