/** Resolves when everything that is ready now has run: callers that were just answered can send their next command. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
