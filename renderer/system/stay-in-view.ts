import { tick } from 'svelte';

/** Call before the page changes: the field that somebody types in is still in view afterwards, if it was. */
export async function stayInView(): Promise<void> {
  const field = document.activeElement;
  // not for people: a selector.
  if (!(field instanceof HTMLElement) || !field.matches('input, textarea') || !isInView(field)) return;
  await tick();
  field.scrollIntoView({ block: 'nearest' });
}

function isInView(element: HTMLElement): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return document.elementFromPoint((left + right) / 2, (top + bottom) / 2) === element;
}
