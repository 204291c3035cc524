/** At most `length` characters, so that a megabyte in a title costs a row nothing; `…` at the end says that there is more. */
export function shortText(text: string, length: number): string {
  if (text.length <= length) return text;
  // A half surrogate pair would be shown as a deceiving character.
  const cut = text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut}…`;
}
