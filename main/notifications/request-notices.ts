import { wordsIn } from '../../shared/words/words.ts';
import { inEnglish } from '../../shared/words/words.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import type { WantedNotice } from './wanted-notice.ts';

/** How my own request ended before it became access. */
export function requestNotices(state: RequestState, nameOf: (id: string) => string): WantedNotice[] {
  const { facts, phase } = state;
  const what = noticeText(facts.entitlements.map(({ title }) => title).join(', '));
  const told = (title: string, body: string, said?: string): WantedNotice[] => [
    {
      id: `${phase.kind}/${facts.requestId}`,
      fingerprint: phase.kind,
      said,
      title,
      body,
      urgency: 'normal',
      actions: [
        {
          id: 'default',
          label: 'Open',
          does: { kind: 'open', view: 'history', requestId: facts.requestId },
        },
      ],
    },
  ];
  switch (phase.kind) {
    case 'denied': {
      const comment = wordsOf(phase.comment, 'comment', wordsIn('en'));
      return told(
        `${noticeText(nameOf(phase.by), 60)} denied your request`,
        comment.trim() === '' ? what : `${what}\n${noticeText(comment)}`,
        comment,
      );
    }
    case 'refused':
      return told(refusedTitle(phase.refusal), `${what}\n${noticeText(inEnglish(phase.refusal.told))}`);
    case 'lapsed':
      return told('Nobody answered your request in time', `${what}\nAsk again if you still need it.`);
    case 'submitted':
    case 'withdrawn':
    case 'approved':
      return [];
  }
}

function refusedTitle({ code }: Refusal): string {
  if (code === 'policyChanged') return 'Policy changed while it waited';
  // A request always had a reason that policy took.
  return code === 'reasonMissing' ? 'The reason of your request was erased' : 'Policy refused your request';
}
