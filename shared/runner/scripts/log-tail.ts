import { plainText } from '../../lib/plain-text.ts';
import type { ProcessEnd } from './run-process.ts';
import type { Redact } from '../../lib/redact.ts';

/** What is shown and kept of a script's log, in characters. */
const LOG_LENGTH = 8_192;

/** The end of stderr as plain text without secrets. */
export function logTail(stderr: ProcessEnd['stderr'], redact: Redact): string {
  const clean = plainText(redact(stderr.text)).trimEnd();
  // Redacted before it is cut, and cut well after where the kept bytes began: no half of a secret is left at the front.
  const short = clean.slice(-LOG_LENGTH);
  return stderr.cut || short.length < clean.length ? `…${short}` : short;
}
