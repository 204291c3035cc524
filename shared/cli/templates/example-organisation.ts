import type { OrganisationTexts } from '../../organisation-files/parse-organisation.ts';
import { wordsIn, type Words } from '../../words/words.ts';

// What `latchkey init DIR` writes. Kept as text in a module, so that a bundle needs no files beside it.

type Comments = Words['cli']['example'];

// not for people: values and keys, of which an example stays the same
const people = (say: Comments): string => `# ${say.whoCan}
# ${say.checkThem}  latchkey publish .
version: 1

# ${say.ownersDo}
owners: [owner@example.com]

people:
  - { id: owner@example.com, name: Owner Example, groups: [platform] }
  - { id: dev@example.com, name: Dev Example, groups: [developers], manager: lead@example.com, timezone: Europe/Berlin }
  - { id: lead@example.com, name: Lead Example, groups: [platform, payments-leads] }
  # ${say.morePerson}
  #   pools: [berlin]                      # ${say.poolsOfPerson}
  #   sshPublicKey: ssh-ed25519 AAAA…      # ${say.sshKeyOfPerson}

# ${say.robots}
services:
  - { id: "service:deploy-bot", groups: [ci] }
  # ${say.moreService}
  #   operators: [dev@example.com]         # ${say.operatorsOfService}
`;

// not for people: values and keys, of which an example stays the same
const catalog = (say: Comments): string => `# ${say.whatCanBeAsked}
version: 1

providers:
  # ${say.exampleProvider}
  sandbox:
    use: example                           # ${say.useProvider}
    pool: default                          # ${say.ownRunner}
    config: { folder: access }             # ${say.belowDataFolder}

  # ${say.realProvider}
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

// not for people: values and keys, of which an example stays the same
const policy = (say: Comments): string => `# ${say.whoGets}
#   entitlement   ${say.ofEntitlement}
#   requester     ${say.ofRequester}
#   when          ${say.ofWhen}
#                 ${say.ofLocal}
#   timezone      ${say.ofTimezone}
#   require       ${say.ofRequire}
#   approve       ${say.ofApprove}
#                 ${say.ofReviewers}
#                 ${say.ofRemindEvery}
#                 ${say.ofDistinct}
#   maxDuration   ${say.ofMaxDuration}
#   lapseAfter    ${say.ofLapseAfter}
#   risk          ${say.ofRisk}
version: 1

# ${say.ofHolidays}
# timezone: Europe/Berlin
# holidays: [2026-12-25, 2027-01-01]

rules:
  - name: production needs a second person
    match: { entitlement: "prod/**", requester: [group:developers, group:platform] }
    require: { reason: 10 }
    # ${say.oneMore}
    approve: [{ step: owner, reviewers: [group:platform], need: 1 }]
    maxDuration: 2h

  - name: robots stay out of production
    match: { entitlement: "prod/**", requester: [group:ci] }
    refuse: Pipelines have no access to production from here. Ask a person of the platform group.

  # ${say.atNight}
  # - name: staging at night is for the platform group
  #   match:
  #     entitlement: "staging/**"
  #     requester: [anyone]
  #     when: (request.local.hour < 6 || request.local.holiday) && !("platform" in requester.groups)
  #     timezone: Europe/Berlin
  #   refuse: Staging sleeps until six. Ask a person of the platform group.

  - name: staging is self-service
    match: { entitlement: "staging/**", requester: [anyone] }
    require: { reason: 3 }
    approve: auto
    maxDuration: 4h
`;

/**
 * An organisation to start from: one entitlement for oneself, one that needs a second person, and every key explained, in the
 * language of who reads it.
 */
export const exampleOrganisationIn = ({ cli: { example } }: Words): OrganisationTexts => ({
  people: people(example),
  catalog: catalog(example),
  policy: policy(example),
});

export const exampleOrganisation: OrganisationTexts = exampleOrganisationIn(wordsIn('en'));
