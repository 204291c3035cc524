import { visibleText } from '../../shared/lib/visible-text.ts';
import { shortText } from '../../shared/lib/short-text.ts';

/** So much of a title is read out. */
const MOST = 120;

/** Text from people for where there is no markup: labels for screen readers, and titles. */
export function spokenText(text: string): string {
  return visibleText(shortText(text, MOST));
}
