import type { ShownStatus } from '../../shared/domain/request/shown-status.ts';
import type { Tone } from './tone.ts';
import { words } from './words.ts';

interface StatusWords {
  readonly word: string;
  readonly tone: Tone;
}

const TONES: Readonly<Record<ShownStatus, Tone>> = {
  submitted: 'warn',
  refused: 'bad',
  denied: 'bad',
  withdrawn: 'neutral',
  lapsed: 'neutral',
  scheduled: 'accent',
  activating: 'accent',
  active: 'good',
  revoking: 'warn',
  revoked: 'neutral',
  overdue: 'bad',
  stuck: 'bad',
  failed: 'bad',
};

/** The word and the colour for a status. History rows carry theirs as plain text: what is unknown is shown as it is. */
export function statusWords(status: string): StatusWords {
  if (!Object.hasOwn(TONES, status)) return { word: status, tone: 'neutral' };
  const known = status as ShownStatus;
  return { word: words().window.grants.status[known], tone: TONES[known] };
}
