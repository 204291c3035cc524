import { tick } from 'svelte';

const FOCUSABLE = 'button:not([disabled]), a[href], input, select, textarea, [tabindex="0"]';

/**
 * Goes on what may be taken away while it has the focus. The focus goes to what stands next then: in the same list, else
 * in the same view; never to nowhere, from where Tab begins anew. Whoever puts it somewhere else has the last word.
 */
export function passFocusOn(element: HTMLElement): () => void {
  let isFocused = false;
  let heirs: readonly HTMLElement[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  element.addEventListener(
    'focus',
    () => {
      isFocused = true;
      heirs = heirsOf(element);
    },
    { signal },
  );
  element.addEventListener(
    'blur',
    // Later: what is being taken away loses the focus first.
    () => queueMicrotask(() => (isFocused &&= !element.isConnected)),
    { signal },
  );
  return () => {
    stopping.abort();
    if (!isFocused) return;
    void tick().then(() => {
      if (document.activeElement === document.body) heirs.find((each) => each.isConnected)?.focus();
    });
  };
}

/** Who would get the focus, best first. */
function heirsOf(element: HTMLElement): readonly HTMLElement[] {
  const near = (root: Element | null): readonly HTMLElement[] => {
    const all = [...(root?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const at = all.indexOf(element);
    return at < 0 ? [] : [...all.slice(at + 1), ...all.slice(0, at).reverse()];
  };
  const view = element.closest('[role="dialog"], main, footer') ?? document.body;
  return [
    ...near(element.closest('ul, ol')),
    ...near(view),
    ...(view === document.body ? [] : [view as HTMLElement]),
  ];
}
