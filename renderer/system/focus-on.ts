/** Gives a control of a form the focus, and shows what is said below it, too: the browser alone shows the control. */
export function focusOn(control: HTMLElement | null | undefined): void {
  control?.focus();
  control?.closest('.field')?.scrollIntoView({ block: 'nearest' });
}
