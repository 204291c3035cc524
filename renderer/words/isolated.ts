import { visibleText } from '../../shared/lib/visible-text.ts';

const OPEN = '\u2068';
const CLOSE = '\u2069';
const MARKS = /[\u2068\u2069]/g;

/** `text` from a person, for a sentence of ours that `ui/sentence.svelte` shows: kept to itself, whatever its direction. */
export const isolated = (text: string): string =>
  `${OPEN}${text.replace(MARKS, (mark) => visibleText(mark))}${CLOSE}`;

/** The parts of such a sentence in turn: ours, theirs, ours… */
export const sentenceParts = (sentence: string): readonly string[] => sentence.split(MARKS);
