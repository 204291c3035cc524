import { expect, test } from 'vitest';
import { reason } from '../../../main/store/reason.ts';
import { told } from '../../../shared/words/told.ts';
import { ToldError } from '../../../shared/words/told-error.ts';
import { wordsIn } from '../../../shared/words/words.ts';

test.each<[string, unknown, string, string]>([
  [
    'of the system',
    new Error("ENOSPC: no space left on device, open '/a'"),
    'no space left on device',
    'auf dem Datenträger ist kein Platz mehr',
  ],
  [
    'of SQLite, also once it crossed a thread',
    new Error('SqliteError: database or disk is full'),
    'no space left on device',
    'auf dem Datenträger ist kein Platz mehr',
  ],
  [
    'of the system, and rare: in its words',
    new Error('ELOOP: too many symbolic links encountered, stat'),
    'too many symbolic links encountered',
    'too many symbolic links encountered',
  ],
  [
    'of ours',
    new ToldError(told('replicaNotOpened', { path: '/a', why: [told('systemSays', { what: 'denied' })] })),
    '/a cannot be opened (permission denied)',
    '/a lässt sich nicht öffnen (der Zugriff darauf ist nicht erlaubt)',
  ],
  ['of nobody we know', new Error('It broke.'), 'It broke', 'It broke'],
])('a fault %s is told', (_, fault, english, german) => {
  expect(wordsIn('en').tell(reason(fault))).toBe(english);
  expect(wordsIn('de').tell(reason(fault))).toBe(german);
});
