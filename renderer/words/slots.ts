/** Where in a sentence of ours something stands that is no text: `ui/filled.svelte` puts it there. */
export const FIRST = '\uE000';
export const SECOND = '\uE001';
export const THIRD = '\uE002';

/** The parts of such a sentence: texts, and the places among them. */
export const slotParts = (sentence: string): readonly string[] => sentence.split(/([\uE000-\uE002])/u);
