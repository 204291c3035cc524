/** A text with the stop of a sentence, where it has none: a system's own words often end without one. */
export const ended = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
