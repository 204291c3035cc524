import type { Notice } from '../../shared/contract/snapshot.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import { isAboutEnds, isOrganisationNews } from '../state/with-organisation-news.ts';
import type { WantedNotice } from './wanted-notice.ts';

/**
 * Publishing, inviting, confirming and joining are told as they happen, with the difference as far as there is room: the
 * window has all of it. Nothing can be answered here.
 */
export const organisationNotices = (notices: readonly Notice[]): WantedNotice[] =>
  notices.filter(isOrganisationNews).map(({ id, text, tone }) => ({
    id,
    fingerprint: 'told',
    title: isAboutEnds({ id })
      ? tone === 'warning'
        ? 'Access is not granted now'
        : 'Access is granted again'
      : 'The organisation changed',
    body: noticeText(text),
    urgency: 'normal',
    actions: [{ id: 'default', label: 'Open', does: { kind: 'open', view: 'settings', requestId: null } }],
  }));
