/** By how many characters something is too long, and how many it may have. `words.requests.tooLong` says it. */
export interface TooLong {
  readonly over: number;
  readonly most: number;
}

/**
 * Why a text that a person wrote is not sent; null when it fits. What people write is never cut for them: they are told by
 * how much, before anything is sent.
 */
export function tooLong(text: string, most: number): TooLong | null {
  const over = text.length - most;
  return over > 0 ? { over, most } : null;
}
