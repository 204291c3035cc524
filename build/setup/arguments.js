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
 * value, of which nothing is known here. The projects are those that have a file that is asked for.
 * @param {readonly string[]} args
 * @param {{ readonly folders: Readonly<Record<string, readonly string[]>>, readonly files: readonly string[] }} known `folders`: those of test/ that each project has
 */
export function readTestArguments(args, { folders, files }) {
  const projects = Object.keys(folders);
  const rest = args.filter((word) => !projects.includes(word));
  const filters = rest.filter((word, at) => {
    const mayBeValue = /^-[^=]*$/.test(rest[at - 1] ?? '');
    if (word.startsWith('-') || mayBeValue) return false;
    if (files.some((file) => file.includes(word))) return true;
    throw unknown(word, projects, ' Or write a part of the path of a test file.');
  });
  const named = projects.filter((project) => args.includes(project));
  const chosen = named.length > 0 ? named : projects;
  if (filters.length === 0) return { projects: chosen, rest };
  const asked = files.filter((file) => filters.some((word) => file.includes(word)));
  const having = chosen.filter((project) =>
    asked.some((file) => folders[project]?.some((folder) => file.startsWith(`test/${folder}/`))),
  );
  if (having.length === 0)
    throw new WrongUsage(
      `${chosen.join(', ')} has no test file with “${filters.join('” or “')}” in its path.`,
    );
  return { projects: having, rest };
}
