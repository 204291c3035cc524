import { asWritten, told, type ParamsOf, type Told } from '../../shared/words/told.ts';
import { toldIn } from '../../shared/words/told-error.ts';

type What = ParamsOf<'systemSays'>['what'];

/** By the codes of systems. */
const BY_CODE: Readonly<Record<string, What>> = {
  ENOSPC: 'noRoom',
  EDQUOT: 'noRoom',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'readOnly',
  EISDIR: 'isFolder',
  ENOTDIR: 'noFolder',
  ENOENT: 'missing',
  EMFILE: 'tooManyOpen',
  ENFILE: 'tooManyOpen',
  EBUSY: 'inUse',
  EIO: 'diskFault',
};

/** The same in the words of SQLite (https://sqlite.org/rescode.html). */
const BY_WORDS: readonly (readonly [RegExp, What])[] = [
  [/database or disk is full/, 'noRoom'],
  [/database (?:table )?is locked/, 'inUse'],
  [/readonly database/, 'readOnly'],
  [/disk I\/O error/, 'diskFault'],
];

/**
 * Why something was not done to a file, as part of a sentence: what we say of it, or what the system said, as in
 * `ENOSPC: no space left on device, write`. What is not known here stays in its words, without the full stop.
 */
export function reason(fault: unknown): Told {
  const ours = toldIn(fault);
  if (ours !== null) return ours;
  const text = fault instanceof Error ? fault.message : String(fault);
  const [, code = '', said] = /\b(E[A-Z]+): ([a-z][^,]*)/.exec(text) ?? [];
  const what = BY_CODE[code] ?? BY_WORDS.find(([words]) => words.test(text))?.[1];
  if (what !== undefined) return told('systemSays', { what });
  return asWritten(said ?? text.replace(/^\w*Error: /, '').replace(/\.$/, ''));
}
