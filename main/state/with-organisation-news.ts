import { isAlarming, organisationNews } from '../../shared/client/organisation-news.ts';
import type { Notice } from '../../shared/contract/snapshot.ts';
import { blockedBy } from '../../shared/domain/blocked-by.ts';
import type { LogRecord } from '../../shared/domain/entry.ts';
import { isOverBy } from './news-over.ts';
import { newsPlace } from './news-place.ts';
import type { DesktopState } from './desktop-state.ts';
import { told } from '../../shared/words/told.ts';

/** So many stand there at once. */
const MOST = 10;

/** Takes the place of older ones: no list ends without saying so. */
const EARLIER: Notice = {
  id: 'organisation/earlier',
  tone: 'info',
  text: told('moreHappened'),
  dismissible: true,
};

export const isOrganisationNews = ({ id }: Pick<Notice, 'id'>): boolean => id.startsWith('organisation/');

/** What could not be ended, by one runner of one pool, the newest word takes the place of the ones before; or a rule that blocks. */
function subjectOf({ actor, entry }: LogRecord, blocked: ReturnType<typeof blockedBy>): string {
  if (entry.type === 'endsChecked') return `${ENDS}${entry.pool}/${actor}/`;
  return blocked ? `${RULES}${JSON.stringify(blocked.rule)}/` : '';
}
const ENDS = 'ends/';
const RULES = 'rules/';
const DEVICES = 'devices/';

export const isAboutEnds = ({ id }: Pick<Notice, 'id'>): boolean => id.startsWith(`organisation/${ENDS}`);

/** It has to be looked at: somebody may have taken what is another person's. */
export const isAboutDevices = ({ id }: Pick<Notice, 'id'>): boolean =>
  id.startsWith(`organisation/${DEVICES}`);

/**
 * What happened to the organisation, its people and devices, in a banner (and a notification) until it is dismissed, or is so no
 * more.
 */
export function withOrganisationNews(
  before: DesktopState,
  record: LogRecord,
  deviceId: string,
): DesktopState {
  const state = withoutOver(before, record);
  const { me, notices } = state;
  const text = me && organisationNews(record, { memberId: me.id, isOwner: me.isOwner, deviceId });
  const blocked = blockedBy(record.entry);
  const subject = subjectOf(record, blocked);
  const isLoud = me !== null && isAlarming(record, { memberId: me.id });
  // Of a rule that blocks it is told once, until somebody takes note: whoever asks again changes nothing about it.
  const seq = blocked ? '' : record.seq;
  const id = `organisation/${isLoud ? DEVICES : subject}${seq}`;
  if (!me || !text || notices.some((notice) => notice.id === id)) return state;
  const others = notices.filter((each) => !isOrganisationNews(each));
  const isOld = (each: Notice): boolean =>
    each.id === EARLIER.id || (subject !== '' && each.id.startsWith(`organisation/${subject}`));
  const news: Notice[] = notices.filter((each) => isOrganisationNews(each) && !isOld(each));
  const { entry } = record;
  const isMissing = (entry.type === 'endsChecked' && entry.lines.length > 0) || blocked !== null;
  news.push({
    id,
    tone: isMissing || isLoud ? 'warning' : 'info',
    text,
    at: record.at,
    about: newsPlace(record, me.id),
    dismissible: true,
  });
  const earlier = news.length > MOST || notices.some((each) => each.id === EARLIER.id) ? [EARLIER] : [];
  return { ...state, notices: [...others, ...earlier, ...news.slice(-MOST)] };
}

function withoutOver(state: DesktopState, { entry }: LogRecord): DesktopState {
  const notices = state.notices.filter((notice) => !isOverBy(notice, entry));
  return notices.length === state.notices.length ? state : { ...state, notices };
}
