import type { OrganisationTexts } from '../../organisation-files/parse-organisation.ts';
import { yamlText } from './yaml-text.ts';
import { wordsIn, type Words } from '../../words/words.ts';

// What `latchkey init DIR` writes. Kept as text in a module, so that a bundle needs no files beside it.

type Comments = Words['cli']['example'];

// not for people: keys, and values that an example has in every language
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

// not for people: keys, and values that an example has in every language
const catalog = ({ values, ...say }: Comments): string => `# ${say.whatCanBeAsked}
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
    title: ${yamlText(values.staging)}
    description: ${yamlText(values.stagingText)}
    provider: sandbox
    tags: { env: staging }

  - id: prod/sandbox:token
    title: ${yamlText(values.production)}
    description: ${yamlText(values.productionText)}
    provider: sandbox
    tags: { env: prod }

  # - id: prod/payments-db:write
  #   title: ${yamlText(values.payments)}
  #   description: ${yamlText(values.paymentsText)}
  #   provider: payments-db
  #   input: { roles: [payments_rw] }
  #   tags: { env: prod, team: payments }
`;

// not for people: keys, and values that an example has in every language
const policy = ({ values, ...say }: Comments): string => `# ${say.whoGets}
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
  - name: ${yamlText(values.productionRule)}
    match: { entitlement: "prod/**", requester: [group:developers, group:platform] }
    require: { reason: 10 }
    # ${say.oneMore}
    approve: [{ step: ${yamlText(values.step)}, reviewers: [group:platform], need: 1 }]
    maxDuration: 2h

  - name: ${yamlText(values.robotsRule)}
    match: { entitlement: "prod/**", requester: [group:ci] }
    refuse: ${yamlText(values.robotsText)}

  # ${say.atNight}
  # - name: ${yamlText(values.nightRule)}
  #   match:
  #     entitlement: "staging/**"
  #     requester: [anyone]
  #     when: (request.local.hour < 6 || request.local.holiday) && !("platform" in requester.groups)
  #     timezone: Europe/Berlin
  #   refuse: ${yamlText(values.nightText)}

  - name: ${yamlText(values.stagingRule)}
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
