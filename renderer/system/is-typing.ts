/** Whether keys go into a field now, so that single letters must not be commands. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    // not for people: a selector.
    target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select')
  );
}
