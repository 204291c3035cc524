import { words } from './words.ts';

/** What Electron puts before the message of an error that a handler threw. */
const PREFIX = /^Error invoking remote method '[^']*': (?:\w*Error: )?/;

/** The sentence of a call that failed, for a person. */
export function faultSentence(error: unknown): string {
  const message = error instanceof Error ? error.message.replace(PREFIX, '') : '';
  return message === '' ? words().window.common.unknownFault : message;
}
