import { toBase64 } from './base64.ts';
import { KEPT_CHARACTERS, type LogAlarm, type LogAlarmKind } from './log-alarm.ts';
import type { TrustedHead } from './log-watch.ts';

/** The alarm of who found that an entry of a signed log is not to be believed. `head`: one that has the entry in it. */
export function alarmOfEntry(
  {
    kind,
    sentence,
    told,
  }: Pick<LogAlarm, 'sentence' | 'told'> & { readonly kind: Extract<LogAlarmKind, 'entry' | 'seen'> },
  entry: { readonly seq: number; readonly text: string; readonly inclusion: readonly Uint8Array[] },
  { trusted, head }: { readonly trusted: TrustedHead; readonly head: TrustedHead },
): LogAlarm {
  return {
    kind,
    sentence,
    told,
    evidence: {
      trustedNote: trusted.note,
      trustedSize: trusted.size,
      trustedRoot: toBase64(trusted.rootHash),
      offeredNote: (head.note ?? '').slice(0, KEPT_CHARACTERS),
      offeredSize: head.size,
      offeredRoot: toBase64(head.rootHash),
      computedRoot: toBase64(head.rootHash),
      delivered: [],
      entry: {
        seq: entry.seq,
        text: entry.text.slice(0, KEPT_CHARACTERS),
        inclusion: entry.inclusion.map(toBase64),
      },
    },
  };
}
