import { noticeSaid } from '../../shared/contract/notice-said.ts';
import type { EntryReader } from '../../shared/domain/describe-entry.ts';
import type { Notice } from '../../shared/contract/snapshot.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import { isAboutDevices, isAboutEnds, isOrganisationNews } from '../state/with-organisation-news.ts';
import type { WantedNotice } from './wanted-notice.ts';
import type { Words } from '../../shared/words/words.ts';

/**
 * Publishing, inviting, confirming and joining are told as they happen, with the difference as far as there is room: the
 * window has all of it. Nothing can be answered here. What may be somebody who takes what is another person's stays until it was
 * seen.
 */
export const organisationNotices = (notices: readonly Notice[], reader: EntryReader): WantedNotice[] =>
  notices.filter(isOrganisationNews).map((notice) => ({
    id: notice.id,
    fingerprint: 'told',
    title: titleOf(notice, reader.words.desktop.notices.organisation),
    body: noticeText(noticeSaid(notice, reader)),
    urgency: isAboutDevices(notice) ? 'critical' : 'normal',
    actions: [
      {
        id: 'default',
        label: reader.words.desktop.notices.open,
        does: {
          kind: 'open',
          view: notice.about?.view ?? 'settings',
          requestId: notice.about?.view === 'history' ? notice.about.requestId : null,
        },
      },
    ],
  }));

function titleOf(notice: Notice, say: Words['desktop']['notices']['organisation']): string {
  if (isAboutDevices(notice)) return say.isThisMeant;
  if (!isAboutEnds(notice)) return say.changed;
  return notice.tone === 'warning' ? say.notGranted : say.grantedAgain;
}
