import type { SERVICE } from '../codes/service.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

const haveMistakes = (count: number, version: number): string =>
  `The organisation’s files on the computer of the service have ${count === 1 ? 'a mistake' : `${count} mistakes`}, so ${version === 0 ? 'nothing of them is in force' : `version ${version} is still in force`}.`;

export const service: BookOf<keyof typeof SERVICE> = {
  policyRefuses: ({ why }, tell) => `Refused: ${tell(why)}`,
  policyGrants: ({ mostMs }) => `Granted at once, for at most ${f.duration(mostMs)}.`,
  policyDepends: ({ mostMs }) =>
    `It depends on when, for how long and why you ask. Never more than ${f.duration(mostMs)}.`,
  policyAsksApart: ({ steps, mostMs }, tell) =>
    `${steps.map(tell).join(', then ')} must approve, and nobody counts twice. At most ${f.duration(mostMs)}.`,
  policyAsks: ({ steps, mostMs }, tell) =>
    `${steps.map(tell).join(', then ')} must approve. At most ${f.duration(mostMs)}.`,
  answeredBy: ({ need, names, more }) => {
    if (need <= 1) return f.any(names, 'direct', more);
    const all = f.all(names, 'direct', more);
    return need >= names.length + more ? all : `${need} of ${all}`;
  },
  folderDiffers: ({ version }) =>
    `The folder on the computer of the service says otherwise than ${version === 0 ? 'what is in force, which is nothing yet' : `version ${version}, which is in force`}. An owner looks at what would change and publishes it: in Settings, or with latchkey publish --proposed. Whoever does not mean it puts the folder right there.`,
  folderMistakes: ({ count, version, help }, tell) => `${haveMistakes(count, version)} ${tell(help)}`,
  folderMistakeAt: ({ count, version, file, line, mistake }, tell) => {
    const more = count === 1 ? '' : ` And ${count - 1} more: latchkey publish DIR --check lists them.`;
    return `${haveMistakes(count, version)} ${file}, line ${line}: ${tell(mistake)}${more} Mend it there, then publish it: latchkey publish DIR, or, where the app runs the service itself, Publish changes in Settings.`;
  },
  filesNotRead: ({ version, why, mend }, tell) =>
    `Version ${version} of the organisation’s files, which is in force, ${tell(why)}. So nothing is granted, and nobody is added; access goes on ending.${mend === 'byOwner' ? ' An owner puts the files right and publishes them.' : ''}`,
  notAcceptedNow: 'was published by an earlier Latchkey, and this one does not accept it',
  notAcceptedAt: ({ file, line, mistake }, tell) =>
    `was published by an earlier Latchkey, and this one does not accept it (${file}, line ${line}: ${tell(mistake)})`,
  publishedByNewer: 'was published by a newer Latchkey. Start that one, or a later one',
  keptOtherwise: 'is not as it was kept: it is damaged, or was written by another Latchkey. Restore a backup',
  notInStore: 'is not in the store. Restore a backup',
  deviceSignedOut: ({ name, whose, grants }) => {
    const out = `${name}, ${whose === '' ? 'this device' : `a device of ${whose}`}, is signed out for ever. To use it again, it joins anew with an invite.`;
    if (grants === 0) return out;
    const access = grants === 1 ? 'the access that it set up' : `the ${grants} accesses that it set up`;
    return `${out} Its runner gets no work any more: another runner of the pool takes ${access} away in time; see that one runs: latchkey pools check.`;
  },
  hostUnknown: ({ host }) =>
    `This service is not known by ${host === '' ? 'this name' : `the name ${host}`}. If it should be, its operator starts it with --public-host and the name.`,
};
