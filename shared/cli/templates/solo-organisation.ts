import type { OrganisationTexts } from '../../organisation-files/parse-organisation.ts';
import { plainText } from '../../lib/plain-text.ts';
import { saidLength } from '../../lib/said-length.ts';

/** The organisation that the desktop makes for one person on one computer: of use at once, and ready for a second person. */
export function soloOrganisation(names: {
  readonly ownerId: string;
  readonly ownerName: string;
  readonly hostName: string;
}): OrganisationTexts {
  const ownerId = quoted(names.ownerId);
  const ownerName = quoted(oneLine(names.ownerName, 100) || names.ownerId);
  const host = oneLine(names.hostName, 60) || 'this computer';
  return { people: people(ownerId, ownerName), catalog: catalog(host), policy: POLICY };
}

/** A JSON string is a YAML string. */
const quoted = (text: string): string => JSON.stringify(text);

/** Empty where nothing of it can be seen. */
function oneLine(text: string, max: number): string {
  const line = plainText(text.replace(/\s+/g, ' ')).trim().slice(0, max).trim();
  return saidLength(line) === 0 ? '' : line;
}

const people = (id: string, name: string): string => `# Who is in this organisation. So far: you.
# To try it with a second person on this computer, add a line under "people". Then, in Latchkey under Settings: "Publish
# changes", "Make invite", and send them what it shows. They choose "Join" in their Latchkey, or run:
#     latchkey join URL
# What answers there answers your user of this computer alone. Other people need a service that they can reach: see
# "With a second person" in the README.
version: 1

owners: [${id}]

people:
  # pools: the computers of this person may run the providers of these pools
  - { id: ${id}, name: ${name}, pools: [default] }
  # - { id: ana@example.com, name: Ana Example }
`;

const catalog = (host: string): string => `# What can be asked for.
version: 1

providers:
  # "example" comes with Latchkey. It writes a token to a file on this computer, and takes it away when time is up.
  this-computer:
    use: example
    pool: default                          # served by your own desktop
    config: { folder: access }             # below Latchkey's data folder

entitlements:
  - id: this-computer/token
    title: ${quoted(`A token on ${host}`)}
    description: A token in a file. Granted at once, gone on time, and in the history.
    provider: this-computer
    tags: { place: this-computer }

  - id: this-computer/maintenance
    title: ${quoted(`Maintenance on ${host}`)}
    description: The same for a shorter time and with a better reason, to see how limits look.
    provider: this-computer
    tags: { place: this-computer }

  - id: shared/token
    title: A token that a second person must approve
    description: Nobody approves for themselves. people.yaml says how to bring in a second person.
    provider: this-computer
    tags: { place: shared }

# Real things to add, with providers that come with Latchkey: postgres (a database role for the time of the grant) and
# ssh-certificate (a certificate that ends by itself).
`;

const POLICY = `# Who gets what, for how long, and who must approve. The first rule that matches decides; what matches nothing is refused.
version: 1

rules:
  - name: maintenance is short
    match: { entitlement: this-computer/maintenance, requester: [anyone] }
    require: { reason: 10 }
    approve: auto
    maxDuration: 15m

  - name: this computer is self-service
    match: { entitlement: "this-computer/*", requester: [anyone] }
    approve: auto
    maxDuration: 1h

  # Works as soon as there is a second person: anyone but the one who asks can approve.
  - name: shared things need a second person
    match: { entitlement: "shared/**", requester: [anyone] }
    require: { reason: 10 }
    approve: [{ step: second person, reviewers: [anyone], need: 1 }]
    maxDuration: 4h
`;
