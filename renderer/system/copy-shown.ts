/**
 * Copies what an element shows, as a person would who selects it. The clipboard API is behind a permission that this
 * window never gets; copying a selection after a click is not. Returns whether it worked.
 */
export function copyShown(element: HTMLElement): boolean {
  const selection = window.getSelection();
  if (!selection) return false;
  selection.selectAllChildren(element);
  const isCopied = document.execCommand('copy');
  selection.removeAllRanges();
  return isCopied;
}
