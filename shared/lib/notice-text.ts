import { visibleText } from './visible-text.ts';

/** Notification servers cut long text off where they like; better here, at a place that shows it. */
const LONGEST = 280;

/** Text from people as it may stand in a notification: one line, nothing hidden, not too long. */
export function noticeText(text: string, longest = LONGEST): string {
  const shown = visibleText(text.trim());
  const characters = Array.from(shown);
  return characters.length <= longest ? shown : `${characters.slice(0, longest - 1).join('')}…`;
}
