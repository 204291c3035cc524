import type { signedOut as en } from '../../en/window/signed-out.ts';
import type { WordsOf } from '../../words-of.ts';

export const signedOut: WordsOf<typeof en> = {
  title: 'Abgemeldet',
  theOrganisation: 'Die Organisation',
  signedOut: ({ organisation }) => `${organisation} hat dieses Gerät abgemeldet.`,
  noticed: ({ at }) =>
    `Bemerkt: ${at}. Sie oder dieses Gerät gehören nicht mehr dazu. Schlüssel und Zugangsdaten wurden hier gelöscht; der Verlauf ist noch lesbar.`,
  byOneself: 'Sie haben dieses Gerät entfernt.',
  removed: ({ at }) =>
    `Entfernt: ${at}. Schlüssel und Zugangsdaten wurden hier gelöscht; der Verlauf ist noch lesbar. Um Latchkey hier wieder zu benutzen, treten Sie mit einer Einladung bei: Die erstellt ein anderes Ihrer Geräte oder eine verantwortliche Person.`,
  ended: 'Beendeter Zugriff',
  heldNone: 'Dieses Gerät hatte keinen Zugriff.',
  endedText:
    'Beendet, soweit dieses Gerät weiß. Es erfährt nichts mehr, auch nicht, wann der Zugriff nachweislich weg ist.',
  wouldHaveEnded: ({ at }) => `vorgesehen bis ${at}`,
  wasNotReady: 'war noch nicht bereit',
  notSent: 'Nicht gesendet',
  notSentText:
    'Das war noch nicht gesendet und wird es auch nicht mehr. Tun Sie es noch einmal, wenn Sie wieder beigetreten sind.',
  what: ({ kind, title }) => `${kind}: ${title}`,
  join: 'Mit einer Einladung beitreten',
  leave: 'Diese Organisation verlassen',
  leaveTitle: 'Diese Organisation verlassen?',
  leaveText:
    'Dieses Gerät vergisst die Organisation: ihre Schlüssel und den Verlauf auf diesem Gerät. Die Organisation selbst behält ihren Verlauf. Um zurückzukommen, brauchen Sie eine neue Einladung.',
  stay: 'Bleiben',
  leaveNow: 'Verlassen',
};
