import type { devices as en } from '../../en/cli/devices.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const devices: WordsOf<typeof en> = {
  what: 'die Geräte, mit denen Sie angemeldet sind',
  person: 'von jemand anderem, als Verantwortliche',
  id: 'des Geräts, oder ihr Anfang',
  rename: 'einem Gerät einen anderen Namen geben',
  name: 'wie es von jetzt an heißt',
  remove: 'ein Gerät für immer abmelden, sofort: eines, das verloren ist oder das Sie nicht mehr benutzen',
  reason: 'warum: Wessen Gerät es ist, liest es',
  withInvited: 'und die, die von ihm aus eingeladen wurden: Wer es gestohlen hat, kann sie gemacht haben',
  yes: 'ohne Rückfrage, wo sich danach keine Verantwortlichen mehr anmelden könnten',
  json: 'was geschieht, als ein JSON-Dokument ausgeben',
  youHaveNone: 'Sie: Kein Gerät ist angemeldet.',
  hasNone: ({ person }) => `${person}: Kein Gerät ist angemeldet.`,
  headName: 'Name',
  headJoined: 'beigetreten',
  headAbout: 'Näheres',
  thisOne: 'dieses',
  aRunner: 'ein Runner',
  invitedBy: ({ person }) => `eingeladen von ${person}`,
  invitedFrom: ({ name, id }) => `eingeladen von ${name} aus (${id})`,
  invitedFromGone: ({ id }) => `eingeladen von ${id} aus, das entfernt wurde`,
  byRecoveryKey: 'mit dem Wiederherstellungsschlüssel',
  stillIn: ({ which }) =>
    `Noch angemeldet, und von ihm aus eingeladen: ${which}. Entfernen Sie, was Sie nicht kennen: latchkey devices remove ID. Mit --with-invited gehen sie sofort mit.`,
  holds: ({ count }) => `Zugriffe, die es eingerichtet hat: ${f.count(count)}`,
  lastOfOwners: 'das einzige aller Verantwortlichen',
  noName: 'Sagen Sie, wie das Gerät von jetzt an heißt.',
  renamed: ({ before, name }) => `${before} heißt jetzt ${name}.`,
  notDone:
    'Keine anderen Verantwortlichen haben ein Gerät: Ohne dieses könnte niemand veröffentlichen, einladen oder sich als Verantwortliche anmelden, bis jemand mit dem Wiederherstellungsschlüssel zurückkommt: latchkey recover. Nichts wurde getan. Wenn es so gemeint ist, fügen Sie --yes hinzu.',
  ask: 'Keine anderen Verantwortlichen haben ein Gerät: Ohne dieses könnte niemand veröffentlichen, einladen oder sich als Verantwortliche anmelden, bis jemand mit dem Wiederherstellungsschlüssel zurückkommt: latchkey recover. Schreiben Sie ja, um es trotzdem zu entfernen: ',
  asBefore: 'Nichts wurde getan: Das Gerät ist angemeldet wie zuvor.',
  several: ({ count, id, which }) =>
    `${f.count(count)} Ids fangen mit ${id} an. Schreiben Sie mehr von der, die Sie meinen: ${which}.`,
  youHaveNoSuch: ({ id, look }) =>
    `Sie haben kein Gerät, dessen ID mit ${id} anfängt. Sehen Sie nach mit: ${look}. Verantwortliche nennen das von jemand anderem mit --person.`,
  hasNoSuch: ({ person, id, look }) =>
    `${person} hat kein Gerät, dessen ID mit ${id} anfängt. Sehen Sie nach mit: ${look}`,
};
