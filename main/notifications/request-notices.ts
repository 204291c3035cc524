import type { Words } from '../../shared/words/words.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import type { WantedNotice } from './wanted-notice.ts';

/** How my own request ended before it became access. */
export function requestNotices(
  state: RequestState,
  { nameOf, words }: { readonly nameOf: (id: string) => string; readonly words: Words },
): WantedNotice[] {
  const { open, request: say } = words.desktop.notices;
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
          label: open,
          does: { kind: 'open', view: 'history', requestId: facts.requestId },
        },
      ],
    },
  ];
  switch (phase.kind) {
    case 'denied': {
      const comment = wordsOf(phase.comment, 'comment', words);
      return told(
        say.deniedYours({ who: noticeText(nameOf(phase.by), 60) }),
        comment.trim() === '' ? what : `${what}\n${noticeText(comment)}`,
        comment,
      );
    }
    case 'refused':
      return told(refusedTitle(phase.refusal, say), `${what}\n${noticeText(words.tell(phase.refusal.told))}`);
    case 'lapsed':
      return told(say.lapsed, `${what}\n${say.askAgain}`);
    case 'submitted':
    case 'withdrawn':
    case 'approved':
      return [];
  }
}

function refusedTitle({ code }: Refusal, say: Words['desktop']['notices']['request']): string {
  if (code === 'policyChanged') return say.policyChanged;
  // A request always had a reason that policy took.
  return code === 'reasonMissing' ? say.erased : say.policyRefused;
}
