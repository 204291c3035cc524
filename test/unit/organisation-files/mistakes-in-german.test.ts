import { expect, test } from 'vitest';
import { inputProblem } from '../../../shared/contract/input-problem.ts';
import { sentMistake } from '../../../shared/contract/mistake.ts';
import { parseDuration } from '../../../shared/contract/parse-duration.ts';
import { commentInput, publishInput } from '../../../shared/contract/api-schemas.ts';
import { parseOrganisation } from '../../../shared/organisation-files/parse-organisation.ts';
import { isTold } from '../../../shared/words/told.ts';
import { wordsIn } from '../../../shared/words/words.ts';
import { exampleOrganisation } from '../../../shared/cli/templates/example-organisation.ts';

const { tell } = wordsIn('de');

const toldIn = (file: 'people' | 'catalog' | 'policy', text: string) =>
  parseOrganisation({ ...exampleOrganisation, [file]: text }, 1, {}).mistakes;

test.each([
  [
    'people',
    'versoin: 1\nowners: [a]',
    'people.yaml:1:1 „versoin“ ist hier nicht bekannt. Meinten Sie „version“?',
  ],
  [
    'people',
    'version: 1\nowners: 7',
    'people.yaml:2:9 „owners“ muss eine Liste sein, nicht eine Zahl (in Anführungszeichen wird sie Text).',
  ],
  ['people', 'version: 1\nowners: []', 'people.yaml:2:9 „owners“ muss mindestens 1 Eintrag haben.'],
  [
    'people',
    'version: 2\nowners: [a]',
    'people.yaml:1:10 „version“ muss 1 sein: Ein anderes Format gibt es nicht.',
  ],
  [
    'people',
    'owners: [a]',
    'people.yaml:1:1 „version“ fehlt und muss 1 sein: Ein anderes Format gibt es nicht.',
  ],
  [
    'people',
    'version: 1\nowners: [b]\npeople: [{ id: a }]',
    'people.yaml:2:10 „b“ aus owners ist keine der Personen. Meinten Sie „a“?',
  ],
  [
    'catalog',
    'version: 1\nproviders: { X: { use: postgres } }',
    'catalog.yaml:2:14 Der Name eines Providers hat kleine Buchstaben, Ziffern und, nicht an erster Stelle, . _ -.',
  ],
  ['policy', '[', 'policy.yaml:1:2 Das ist kein gültiges YAML. Der Parser sagt dazu, auf Englisch: „'],
  [
    'policy',
    'version: 1\nversion: 1',
    'policy.yaml:2:1 Dieser Schlüssel steht zweimal an derselben Stelle. Behalten Sie einen davon.',
  ],
] as const)('%s with %j is told in German', (file, text, sentence) => {
  const found = toldIn(file, text).map(
    (each) => `${each.file}:${each.line}:${each.column} ${tell(each.told)}`,
  );
  expect(found.join('\n')).toContain(sentence);
});

test('whatever is told can be sent, however long it is', () => {
  const names = 'x'.repeat(5_000);
  const people = `version: 1\n${names}: 1\nowners: [${names}]\n? ${names}\n: 1`;
  const catalog = `version: 1\nproviders: { a: { use: ${names}, ${names}: 1 } }`;
  for (const mistake of [...toldIn('people', people), ...toldIn('catalog', catalog)]) {
    expect(isTold(mistake.told)).toBe(true);
    expect(tell(mistake.told).length).toBeLessThan(1_500);
    expect(sentMistake(mistake).message.length).toBeLessThanOrEqual(1_000);
  }
});

test('what is wrong in a call is told in German, and names the field', () => {
  const parsed = publishInput.safeParse({ files: { people: 1 } });
  expect(tell(inputProblem(parsed.error?.issues ?? []))).toMatch(
    /^„files\.people“ (fehlt oder )?ist von falscher Art\.$/,
  );
  expect(tell(inputProblem(commentInput.safeParse(null).error?.issues ?? []))).toMatch(/^Die Eingabe /);
  expect(tell(inputProblem([]))).toMatch(/^Der Aufruf war nicht zu lesen/);
});

test.each([
  ['5', 'Schreiben Sie die Einheit dazu: 5m, 5h oder 5d.'],
  ['0m', 'Eine Dauer muss länger als nichts sein. Schreiben Sie zum Beispiel 45m oder 2h.'],
  ['bald', 'Das ist keine Dauer. Schreiben Sie zum Beispiel 90s, 45m, 2h, 1h30m oder 1d.'],
])('%s is no duration', (text, sentence) => {
  const parsed = parseDuration(text);
  expect(parsed.ok ? null : tell(parsed.error)).toBe(sentence);
});
