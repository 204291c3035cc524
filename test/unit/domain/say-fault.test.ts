import { expect, test } from 'vitest';
import { spokenOf } from '../../../shared/contract/spoken-of.ts';
import type { LogRecord } from '../../../shared/domain/entry.ts';
import { sayFault } from '../../../shared/domain/statements/say-fault.ts';
import { instant } from '../../../shared/lib/time.ts';
import { isTold } from '../../../shared/words/told.ts';
import { wordsIn } from '../../../shared/words/words.ts';

const record: LogRecord = {
  v: 4,
  seq: 7,
  stream: 'stream/1',
  version: 1,
  at: instant(1_800_000_000_000),
  actor: 'ana',
  entry: { type: 'requestWithdrawn', by: 'ana' },
};

test('an alarm has its sentence for whoever examines it, and is told in the language of who reads it', () => {
  const said = sayFault('unsigned', { seq: 7, record });
  expect(isTold(said.told)).toBe(true);
  expect(said.sentence).toBe(
    'Entry 7, which says “ana withdrew the request”, is signed by nobody. Believe nothing that this service says, and ask whoever it names.',
  );
  expect(wordsIn('en').spoken(spokenOf(said))).toBe(said.sentence);
  expect(wordsIn('de').spoken(spokenOf(said))).toBe(
    'Eintrag 7 (im Wortlaut: „ana withdrew the request“) ist von niemandem unterschrieben. Glauben Sie nichts, was dieser Dienst sagt, und fragen Sie bei den Genannten nach.',
  );
});

test('an alarm that an earlier version kept is read on', () => {
  const kept = JSON.parse('{"kind":"fork","sentence":"The log has two histories."}') as { sentence: string };
  expect(wordsIn('de').spoken(spokenOf(kept))).toBe('The log has two histories.');
});
