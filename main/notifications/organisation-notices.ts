import type { Notice } from '../../shared/contract/snapshot.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import { isAboutDevices, isAboutEnds, isOrganisationNews } from '../state/with-organisation-news.ts';
import type { WantedNotice } from './wanted-notice.ts';

/**
 * Publishing, inviting, confirming and joining are told as they happen, with the difference as far as there is room: the
 * window has all of it. Nothing can be answered here. What may be somebody who takes what is another person's stays until it was
 * seen.
 */
export const organisationNotices = (notices: readonly Notice[]): WantedNotice[] =>
  notices.filter(isOrganisationNews).map((notice) => ({
    id: notice.id,
    fingerprint: 'told',
    title: titleOf(notice),
    body: noticeText(notice.text),
    urgency: isAboutDevices(notice) ? 'critical' : 'normal',
    actions: [{ id: 'default', label: 'Open', does: { kind: 'open', view: 'settings', requestId: null } }],
  }));

function titleOf(notice: Notice): string {
  if (isAboutDevices(notice)) return 'Is this meant? Look at once';
  if (!isAboutEnds(notice)) return 'The organisation changed';
  return notice.tone === 'warning' ? 'Access is not granted now' : 'Access is granted again';
}
