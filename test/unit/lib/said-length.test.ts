import { expect, it } from 'vitest';
import { saidLength } from '../../../shared/lib/said-length.ts';

it.each<[string, string, number]>([
  ['letters and single spaces', 'fix the db', 10],
  ['spaces around and runs of them', '  fix \n\t  the\u3000\u3000db ', 10],
  ['spaces without width', '\u200b'.repeat(20), 0],
  ['letters with marks without width between them', 'a\u200bb\u2060c\ufeff', 3],
  ['fillers that look like nothing', '\u3164\u115f\u1160\uffa0\u2800'.repeat(4), 0],
  ['variation selectors and tags', '\ufe0f\u{e0041}\u{e0100}'.repeat(7), 0],
  ['control characters', '\u0000\u001b\u0007\u0085', 0],
  ['characters beyond the first plane', '𝔘🚀', 2],
  ['marks without a letter', '\u0301\u0308\u20e3'.repeat(4), 0],
  ['marks on spaces', ' \u0301 \u0301', 0],
  ['marks behind what shows nothing', '\u200b\u0301'.repeat(6), 0],
  ['letters with their marks', 'e\u0301a\u0308\u0323', 2],
  ['a letter with a tower of marks', `a${'\u0301'.repeat(12)}`, 1],
  ['words with vowels that are marks', 'नमस्ते ที่', 5],
  ['pictures that are put together', '👩‍💻🇩🇪1️⃣', 3],
  ['syllables in parts', '\u1112\u1161\u11ab', 1],
  ['half surrogates', '\ud800\udc00\ud800'.slice(1), 0],
])('%s count for what can be read of them', (_what, text, length) => expect(saidLength(text)).toBe(length));
