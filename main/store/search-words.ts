/**
 * What a person typed as an FTS5 query: every word must be there, the beginning of it is enough. Each word is quoted, so
 * that nothing in it is an operator. Null when there is no word.
 */
export function searchWords(text: string): string | null {
  const words = text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (words.length === 0) return null;
  return [...new Set(words)].map((word) => `"${word}"*`).join(' ');
}
