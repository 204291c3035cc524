/**
 * Makes a field one for days, once it is in the page. Chromium writes it in the order of `lang` (new-window.ts) only where that was
 * known as it became one; else as the system does.
 */
export function asDayField(field: HTMLInputElement): void {
  field.type = 'date';
}
