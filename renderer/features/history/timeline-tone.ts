import type { Tone } from '../../words/tone.ts';

const TONES: Readonly<Record<string, Tone>> = {
  requestSubmitted: 'accent',
  requestApproved: 'good',
  grantActivated: 'good',
  requestRefused: 'bad',
  requestDenied: 'bad',
  grantFailed: 'bad',
  revocationFailed: 'bad',
  grantOverdue: 'bad',
};

/** The colour of an entry's dot. */
export function timelineTone(type: string): Tone {
  return Object.hasOwn(TONES, type) ? (TONES[type] ?? 'neutral') : 'neutral';
}
