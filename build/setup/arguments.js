import { parseArgs } from 'node:util';

/** What was written cannot be meant: `explain` tells it and ends with status 2. */
export class WrongUsage extends Error {}

/**
 * @param {string} word
 * @param {readonly string[]} names
 * @param {string} rest what else there is to say
 */
const unknown = (word, names, rest = '') =>
  new WrongUsage(
    names.length === 0
      ? `“${word}” is not known here: nothing can be added.`
      : `“${word}” is not known here. There are: ${names.join(', ')}.${rest}`,
  );

/**
 * Each argument is one of these names; `--name=value` is the name.
 * @param {readonly string[]} args
 * @param {readonly string[]} names
 */
export function onlyKnown(args, names) {
  for (const word of args) if (!names.includes(word.split('=')[0] ?? '')) throw unknown(word, names);
}

/**
 * Each argument is one of these options with its value: `--name value` or `--name=value`.
 * @param {readonly string[]} args
 * @param {readonly string[]} names such as `--for`
 * @returns {Map<string, string>} the values by name; the last one counts
 */
export function onlyOptions(args, names) {
  const options = Object.fromEntries(
    names.map((name) => [name.replace(/^--/, ''), { type: /** @type {const} */ ('string') }]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const values = new Map();
  for (const token of tokens) {
    if (token.kind !== 'option') throw unknown(args[token.index] ?? '', names);
    if (!names.includes(token.rawName)) throw unknown(token.rawName, names);
    const { value = '', inlineValue } = token;
    // What is meant as another option is no value; one that does begin with - is written after =.
    if (value === '' || (!inlineValue && value.startsWith('-')))
      throw new WrongUsage(`“${token.rawName}” needs a value after it.`);
    values.set(token.rawName, value);
  }
  return values;
}

/**
 * The names that are meant, each by its beginning; all without a word.
 * @param {readonly string[]} words
 * @param {readonly string[]} names
 * @returns {string[]}
 */
export function chosenByBeginning(words, names) {
  for (const word of words) if (!names.some((name) => name.startsWith(word))) throw unknown(word, names);
  return names.filter((name) => words.length === 0 || words.some((word) => name.startsWith(word)));
}

/**
 * `npm test -- PROJECT… FILTERS OPTIONS`: a filter is a part of the path of a test file, and a word after an option may be its
 * value, of which nothing is known here.
 * @param {readonly string[]} args
 * @param {{ readonly projects: readonly string[], readonly files: readonly string[] }} known
 */
export function readTestArguments(args, { projects, files }) {
  const rest = args.filter((word) => !projects.includes(word));
  rest.forEach((word, at) => {
    const mayBeValue = rest[at - 1]?.startsWith('-') ?? false;
    if (word.startsWith('-') || mayBeValue || files.some((file) => file.includes(word))) return;
    throw unknown(word, projects, ' Or write a part of the path of a test file.');
  });
  const chosen = projects.filter((project) => args.includes(project));
  return { projects: chosen.length > 0 ? chosen : [...projects], rest };
}
