import { LineCounter, parseDocument, type Document } from 'yaml';
import type { Mistake } from '../contract/mistake.ts';
import { LIMITS } from '../contract/limits.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { shortText } from '../lib/short-text.ts';
import { told, type Told } from '../words/told.ts';
import { moreMistakes } from './mistake-list.ts';
import { NotPlain, plainValue } from './plain-value.ts';
import { placeIn, type YamlFile } from './yaml-file.ts';

const TOO_DEEP = told('tooDeepToRead');

/** One slip of the pen makes many complaints; the first ones tell. */
const SHOWN = 10;

/** Reads one file. Never throws on text, whatever it is; a file with any mistake in its YAML is not read further. */
export function readYaml(name: string, text: string): Result<YamlFile, readonly Mistake[]> {
  const mistake = (told: Told, offset = 0): Mistake => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line: Math.max(1, line), column: Math.max(1, col), severity: 'error', told };
  };
  const lines = new LineCounter();
  if (text.length > LIMITS.organisationFileBytes)
    return err([mistake(told('fileTooLong', { most: LIMITS.organisationFileBytes }))]);
  const document = parse(text, lines);
  if (!document) return err([mistake(TOO_DEEP)]);
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    const shown = problems.slice(0, SHOWN).map((each) => mistake(whyNot(each.message), each.pos[0]));
    return err([...shown, ...moreMistakes(shown, problems.length)]);
  }
  try {
    const value = plainValue(document);
    return ok({ name, value, placeOf: (path, part = 'value') => placeIn(document, lines, path, part) });
  } catch (problem) {
    if (!(problem instanceof NotPlain)) throw problem;
    const range = (problem.node as { range?: [number, number, number] } | null)?.range;
    return err([mistake(problem.told, range?.[0])]);
  }
}

function parse(text: string, lineCounter: LineCounter): Document | null {
  try {
    return parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      stringKeys: true,
      uniqueKeys: false,
      resolveKnownTags: false,
      // Not `silent`, with which the parser drops the error that there is a second document.
      logLevel: 'error',
    });
  } catch (error) {
    // The parser calls itself for each level: a file that is nothing but brackets runs out of stack.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The parser's messages are clear, but not sentences. */
function whyNot(message: string): Told {
  // not for people: as the parser says it.
  if (message.startsWith('Unresolved tag')) return told('tagsNotUsed');
  // not for people: as the parser says it.
  if (message.startsWith('Source contains multiple documents')) return told('secondDocument');
  // not for people: as the parser says it.
  if (message.startsWith('Maximum call stack')) return TOO_DEEP;
  return told('notYaml', { why: shortText(message, 300) });
}
