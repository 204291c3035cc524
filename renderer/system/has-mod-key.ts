/** Command on a Mac, Ctrl elsewhere. */
export function hasModKey(event: KeyboardEvent): boolean {
  const isMac = navigator.userAgent.includes('Mac');
  return isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
}
