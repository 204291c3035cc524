import type { RUNS } from '../codes/runs.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

/** Journals and statements have these as they are: one that is changed is told in English where it was said before. */
export const runs: BookOf<keyof typeof RUNS> = {
  scriptTookLong: ({ seconds }) => `The script took longer than ${seconds} s and was ended.`,
  scriptStopped: 'The script was stopped before it had finished.',
  scriptSaidMuch: ({ mebibytes }) => `The script printed more than ${mebibytes} MiB and was ended.`,
  scriptGone: ({ file }) => `The script ${file}, or what its first line names, does not exist.`,
  scriptMayNotRun: ({ file }) => `The script ${file} may not be executed: run chmod +x on it.`,
  scriptNoProgram: ({ file }) => `The script ${file} is no program: its first line must be like #!/bin/sh.`,
  scriptNotStarted: ({ file, code }) => `The script ${file} could not be started (${code}).`,
  endedWith: ({ status }) => `ended with exit status ${status}`,
  endedBy: ({ signal }) => `was ended by ${signal}`,
  scriptWithoutAnswer: ({ how }, tell) => `The script ${tell(how)} and gave no answer.`,
  scriptUnreadable: ({ how }, tell) => `The script ${tell(how)} and gave no readable answer.`,
  scriptSaidNothing: 'The script ended well but printed no answer.',
  scriptNotJson: 'The script printed something that is not one JSON document.',
  answerUnfit: ({ why }) => `The script's answer does not fit the protocol: ${why}.`,
  scriptOkButFailed: ({ how }, tell) => `The script said ok but ${tell(how)}.`,
  verifyWithoutExists: 'The script answered verify without saying whether access exists.',
  listWithoutItems: 'The script answered list without items.',
  executableNoFile: ({ path }) => `The executable ${path} is not a file.`,
  executableGone: ({ path }) => `The executable ${path} that provider.yaml names does not exist.`,
  executableMayNotRun: ({ path }) => `The executable ${path} may not be executed: run chmod +x on it.`,
  providerFolderUnfit: ({ path, is }, tell) => `The provider folder ${path} is not fit: it ${tell(is)}.`,
  providerFolderLinked: ({ path }) =>
    `The provider folder ${path} is reached through a link. Put the folder itself there.`,
  isLinkItself: 'is a link, so what runs could be changed without a trace. Put the folder itself there',
  isLargerThan: ({ mebibytes }) => `is larger than ${mebibytes} MiB`,
  holdsOther: ({ path }) => `has something in it that is neither a file nor a folder: ${path}`,
  hasManyFiles: ({ most }) => `has more than ${most} files`,
  manifestNotYaml: ({ path, why }) => `${path} is not valid YAML: ${why}`,
  manifestMissing: ({ path }) => `${path} cannot be read: a provider is a folder with a provider.yaml in it.`,
  manifestWrong: ({ path, why }) => `The manifest ${path} is wrong: ${why}.`,
  manifestWrongAndMore: ({ path, why, more }) => `The manifest ${path} is wrong: ${why} (and ${more} more).`,
  providerWithoutDigest: ({ id }) =>
    `The provider ${id} was published without the digest of its files. Publish the catalog again.`,
  providerFilesOther: ({ id, folder }) =>
    `The provider ${id}: the provider's files are not the ones that were published. Publish again, or restore ${folder}.`,
  noShippedProvider: ({ name }) =>
    `There is no shipped provider ${name}. A provider of your own is a path that begins with ./`,
  providerUseForm: ({ use }) => `A provider is a shipped name or a path that begins with ./, not ${use}.`,
  providerPathOutside: ({ use }) => `The provider path ${use} leads out of its folder.`,
  providerNotHere: ({ use, places }) =>
    `The provider ${use} is not on this runner. It was looked for in ${places}.`,
  providerNowhere: ({ use }) =>
    `The provider ${use} is not on this runner, which has no folder for providers of its own.`,
  nodeMissing: ({ provider }) =>
    `The provider ${provider} needs Node.js on this computer: install Node.js 20 or newer, or use a pool whose runner has it.`,
  verbNotDone: ({ provider, verb }) => `The provider ${provider} does not do ${verb}.`,
  callNotMade: ({ why }) => `This call cannot be made: ${why}.`,
  providerValueWrong: ({ part, provider, at, why }) =>
    `The ${part} for the provider ${provider} is wrong: ${at}: ${why}.`,
  secretNameForm: 'A secret is named in capital letters, digits and underscores.',
  secretMisplaced: ({ name }) =>
    `The secret ${name} stands in the config where the provider does not expect a secret.`,
  secretUnread: ({ name, why }, tell) => `The secret ${name} cannot be read: ${tell(why)}`,
  secretNotMeant: ({ name, path, provider }) =>
    `The secret ${name} is not for this provider with this config. If the owner of this runner wants it to be, they write into ${path} (mode 0600), under ${name} and "for": provider: ${provider} (the value of "use" in the catalog), and the same "config" as there.`,
  secretMissing: ({ name, path }) =>
    `The secret ${name} is missing. Put it into LATCHKEY_SECRET_${name}, or as "value" into ${path}.`,
  secretsNotYaml: ({ path }) => `${path} is not valid YAML.`,
  secretsForm: ({ path }) =>
    `${path} must hold for each name a "value" and "for", a list of targets with "provider" and "config".`,
  fileUtf16: ({ path }) => `${path} is UTF-16, which some editors call “Unicode”. Save it as UTF-8.`,
  fileWithNul: ({ path }) => `${path} has a NUL character in it, so it is no text. Save it as UTF-8.`,
  fileNotUtf8: ({ path }) => `${path} is not UTF-8 text. Save it as UTF-8.`,
  saidGrantedNotThere: 'The provider said that access was granted, but it is not there.',
  saidRevokedStillThere: 'The provider said that access was revoked, but it is still there.',
  endedBeforeBegun: 'The target ended this access before it had begun.',
  providerGivesLess: ({ mostMs }) =>
    `The provider gives this access for at most ${f.duration(mostMs)}. Ask again for less.`,
  runnerClockBack: 'The clock of the runner went back, so nothing new is granted. Set it right.',
  grantingTooLong: 'Granting was interrupted or took too long.',
  grantingFailed: 'Granting failed.',
  endedAsUnclear:
    'A newer Latchkey ran here, and the older one that is here now does not know what it wrote down about this access. So it was ended.',
};
