import type { ShownStatus } from '../../shared/domain/request/shown-status.ts';
import type { Tone } from './tone.ts';

interface StatusWords {
  readonly word: string;
  readonly tone: Tone;
}

const WORDS: Readonly<Record<ShownStatus, StatusWords>> = {
  submitted: { word: 'Waiting', tone: 'warn' },
  refused: { word: 'Refused', tone: 'bad' },
  denied: { word: 'Denied', tone: 'bad' },
  withdrawn: { word: 'Withdrawn', tone: 'neutral' },
  lapsed: { word: 'Lapsed', tone: 'neutral' },
  scheduled: { word: 'Approved', tone: 'accent' },
  activating: { word: 'Setting up', tone: 'accent' },
  active: { word: 'Active', tone: 'good' },
  revoking: { word: 'Ending', tone: 'warn' },
  revoked: { word: 'Ended', tone: 'neutral' },
  overdue: { word: 'Overdue', tone: 'bad' },
  stuck: { word: 'Stuck', tone: 'bad' },
  failed: { word: 'Failed', tone: 'bad' },
};

/** The word and the colour for a status. History rows carry theirs as plain text: what is unknown is shown as it is. */
export function statusWords(status: string): StatusWords {
  return Object.hasOwn(WORDS, status) ? WORDS[status as ShownStatus] : { word: status, tone: 'neutral' };
}
