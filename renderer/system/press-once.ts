/**
 * A key that is held presses a button once, however fast it repeats: what was pressed may be gone by then, and the focus on
 * another one (`pass-focus-on.ts`). Typing is left alone: fields and lists hear every repetition.
 * @returns ends it
 */
export function pressOnce(): () => void {
  const stopping = new AbortController();
  // Before anybody else hears it: some controls act on the key itself and not on the press.
  document.addEventListener('keydown', onKey, { capture: true, signal: stopping.signal });
  return () => stopping.abort();
}

function onKey(event: KeyboardEvent): void {
  const { target, key, repeat } = event;
  if (!repeat || (key !== 'Enter' && key !== ' ')) return;
  if (!(target instanceof Element) || target.closest('button, a[href], summary, [role="button"]') === null)
    return;
  event.preventDefault();
  event.stopPropagation();
}
