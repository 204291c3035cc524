import type { OrganisationTexts } from '../../organisation-files/parse-organisation.ts';
import { plainText } from '../../lib/plain-text.ts';
import { saidLength } from '../../lib/said-length.ts';
import { yamlText } from './yaml-text.ts';
import { wordsIn, type Words } from '../../words/words.ts';

/** The organisation that the desktop makes for one person on one computer: of use at once, and ready for a second person. */
export function soloOrganisation(
  names: { readonly ownerId: string; readonly ownerName: string; readonly hostName: string },
  words = wordsIn('en'),
): OrganisationTexts {
  const ownerId = quoted(names.ownerId);
  const ownerName = quoted(oneLine(names.ownerName, 100) || names.ownerId);
  const host = oneLine(names.hostName, 60) || words.cli.solo.values.thisComputer;
  const { cli } = words;
  return {
    people: people(cli.solo, ownerId, ownerName),
    catalog: catalog(cli.solo, host),
    policy: policy(cli),
  };
}

/** A JSON string is a YAML string. */
const quoted = (text: string): string => JSON.stringify(text);

/** Empty where nothing of it can be seen. */
function oneLine(text: string, max: number): string {
  const line = plainText(text.replace(/\s+/g, ' ')).trim().slice(0, max).trim();
  return saidLength(line) === 0 ? '' : line;
}

/** A comment. */
const lines = (text: string): string =>
  text
    .split('\n')
    .map((line) => `# ${line}`)
    .join('\n');

type Comments = Words['cli']['solo'];

// not for people: values and keys
const people = (say: Comments, id: string, name: string): string => `# ${say.whoIsIn}
${lines(say.withSecond)}
#     latchkey join URL
${lines(say.othersNeed)}
version: 1

owners: [${id}]

people:
  # ${say.poolsOfYours}
  - { id: ${id}, name: ${name}, pools: [default] }
  # - { id: ana@example.com, name: Ana Example }
`;

// not for people: values and keys
const catalog = (say: Comments, host: string): string => `# ${say.whatCanBeAsked}
version: 1

providers:
  # ${say.exampleProvider}
  this-computer:
    use: example
    pool: default                          # ${say.byYourDesktop}
    config: { folder: access }             # ${say.belowDataFolder}

entitlements:
  - id: this-computer/token
    title: ${yamlText(say.values.token({ host }))}
    description: ${yamlText(say.values.tokenText)}
    provider: this-computer
    tags: { place: this-computer }

  - id: this-computer/maintenance
    title: ${yamlText(say.values.maintenance({ host }))}
    description: ${yamlText(say.values.maintenanceText)}
    provider: this-computer
    tags: { place: this-computer }

  - id: shared/token
    title: ${yamlText(say.values.shared)}
    description: ${yamlText(say.values.sharedText)}
    provider: this-computer
    tags: { place: shared }

${lines(say.realThings)}
`;

// not for people: values and keys
const policy = ({ example: { whoGets }, solo: say }: Words['cli']): string => `# ${whoGets}
version: 1

rules:
  - name: ${yamlText(say.values.maintenanceRule)}
    match: { entitlement: this-computer/maintenance, requester: [anyone] }
    require: { reason: 10 }
    approve: auto
    maxDuration: 15m

  - name: ${yamlText(say.values.selfServiceRule)}
    match: { entitlement: "this-computer/*", requester: [anyone] }
    approve: auto
    maxDuration: 1h

  # ${say.onceSecond}
  - name: ${yamlText(say.values.sharedRule)}
    match: { entitlement: "shared/**", requester: [anyone] }
    require: { reason: 10 }
    approve: [{ step: ${yamlText(say.values.secondPerson)}, reviewers: [anyone], need: 1 }]
    maxDuration: 4h
`;
