/**
 * Why a text that a person wrote is not sent, as `41 characters too long: at most 2,000`; null when it fits. What people
 * write is never cut for them: they are told by how much, before anything is sent.
 */
export function tooLong(text: string, most: number): string | null {
  const over = text.length - most;
  if (over <= 0) return null;
  return `${inWords(over)} ${over === 1 ? 'character' : 'characters'} too long: at most ${inWords(most)}`;
}

const inWords = (count: number): string => count.toLocaleString('en');
