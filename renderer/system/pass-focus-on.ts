import { tick } from 'svelte';
import { isDialogOpen } from './is-dialog-open.ts';

// not for people: a selector.
const FOCUSABLE = 'button:not([disabled]), a[href], input, select, textarea, [tabindex="0"]';

/**
 * What is taken away while it has the focus passes it on to what stands next: in the same list, else in the same view, else
 * to the view itself, passing over what cannot have it; never to nowhere, from where Tab begins anew. Whoever puts it
 * somewhere else has the last word.
 * @returns ends it
 */
export function passFocusOn(): () => void {
  /** Of what has the focus: once it is gone, nobody knows any more what stood next to it. */
  let heirs: readonly HTMLElement[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  document.addEventListener(
    'focusin',
    ({ target }) => {
      if (target instanceof HTMLElement) heirs = heirsOf(target);
    },
    { signal },
  );
  document.addEventListener('focusout', (event) => void onFocusOut(event), { signal });
  return () => stopping.abort();

  async function onFocusOut({ target }: FocusEvent): Promise<void> {
    const ofIt = heirs;
    // Later: what is being taken away loses the focus first.
    await tick();
    if (!(target instanceof Node) || target.isConnected || document.activeElement !== document.body) return;
    if (ofIt.some(takesFocus) || isDialogOpen()) return;
    document.querySelector('main')?.focus();
  }
}

/** Gone, disabled or hidden since: then it does not, and the next is tried. */
function takesFocus(element: HTMLElement): boolean {
  element.focus();
  return document.activeElement === element;
}

/** Who would get the focus, best first. */
function heirsOf(element: HTMLElement): readonly HTMLElement[] {
  const near = (root: Element | null): readonly HTMLElement[] => {
    const all = [...(root?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const at = all.indexOf(element);
    return at < 0 ? [] : [...all.slice(at + 1), ...all.slice(0, at).reverse()];
  };
  // not for people: selectors.
  const view = element.closest<HTMLElement>('[role="dialog"], main, footer');
  // not for people: a selector.
  return [...near(element.closest('ul, ol')), ...near(view ?? document.body), ...(view ? [view] : [])];
}
