/** Calls `act` whenever the computer is on a network again. Answers with how to stop. */
export function onNetworkBack(act: () => void): () => void {
  window.addEventListener('online', act);
  return () => window.removeEventListener('online', act);
}
