import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { looseWords } from '../../../build/loose-words.js';

const found = (code: string): number =>
  new Linter().verify(code, {
    languageOptions: { parser },
    plugins: { latchkey: { rules: { 'loose-words': looseWords } } },
    rules: { 'latchkey/loose-words': 'error' },
  }).length;

describe('a sentence outside of the catalogue', () => {
  test.each([
    ['a literal', `terminal.note('There is no such grant.');`],
    ['a template', 'const said = `${name} approved your request`;'],
    ['in a condition', `const why = isLate ? 'too late now' : null;`],
    ['in an object', `const view = { label: 'Approve all' };`],
    ['with words around a value', 'say(`Ends at ${time}, ask again`);'],
  ])('is found: %s', (_, code) => expect(found(code)).toBe(1));

  test.each([
    ['a word', `const kind = 'approved';`],
    ['a line of a log', `logger.warn({ id }, 'the outbox could not be sent');`],
    ['what is reported to one', `call().catch(report('the log could not be followed'));`],
    ['a fault', `throw new Error('it was never opened');`],
    ['SQL', `db.prepare('SELECT text FROM entries WHERE seq = ?');`],
    ['a type', `type Word = 'of the' | 'log';`],
    ['a module', `import { x } from './two words.ts';`],
    ['said to be nothing for people', `// not for people: a file’s head.\nconst HEAD = 'Desktop Entry';`],
  ])('is not: %s', (_, code) => expect(found(code)).toBe(0));
});
