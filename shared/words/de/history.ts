import type { history as en } from '../en/history.ts';
import { formatsOf } from '../formats.ts';
import type { WordsOf } from '../words-of.ts';

const f = formatsOf('de');

/** `said` is empty where nothing was. */
const after = (said: string): string => said && `: ${said}`;
const by = (who: string | null): string => (who === null ? '' : ` (${who})`);

export const history: WordsOf<typeof en> = {
  ofGrant: ({ title, told }) => `${title}: ${told}`,
  requestSubmitted: ({ who, titles, risk }) =>
    `${who} hat ${titles.join(', ')} angefragt${risk === 'high' ? ' (hohes Risiko)' : ''}`,
  requestRefused: ({ why }) => `Die Richtlinie lehnt ab: ${why}`,
  reviewersNamed: ({ names, isNew }) =>
    `${isNew ? 'Die Dateien der Organisation oder ihre Personen haben sich geändert. ' : ''}Jetzt wird die Antwort von ${f.all(names, 'dative')} erwartet`,
  reviewGiven: ({ who, decision, said }) =>
    `${who} hat ${decision === 'approve' ? 'genehmigt' : 'abgelehnt'}${after(said)}`,
  stepDone: ({ step }) => `Schritt ${f.count(step)} der Genehmigung ist erledigt`,
  approvedByPolicy: 'Die Richtlinie hat sofort genehmigt',
  approvedByReviews: 'Alle nötigen Genehmigungen liegen vor',
  requestDenied: ({ who }) => `Von ${who} abgelehnt`,
  requestWithdrawn: ({ who }) => `${who} hat die Anfrage zurückgezogen`,
  requestCommented: ({ who, said }) => `${who} hat kommentiert: ${said}`,
  requestLapsed: 'Niemand hat rechtzeitig geantwortet: Die Anfrage ist verfallen',
  reviewReminded: ({ count }) =>
    `Wer noch nicht geantwortet hat, wurde erinnert (Erinnerung ${f.count(count)})`,
  requestOverruled: ({ why }) => `Es geht nicht weiter: ${why}`,
  grantActivating: 'Der Zugriff wird eingerichtet',
  grantActivated: 'Der Zugriff ist da: Die Zeit läuft',
  grantFailed: ({ said }) => `Der Zugriff ließ sich nicht einrichten, und nichts davon ist übrig: ${said}`,
  endedUntaken: ({ who, said }) => `Beendet, bevor ein Runner es übernahm${by(who)}${after(said)}`,
  grantEnding: ({ cause, who, said }) =>
    `Der Zugriff wird entzogen, weil ${CAUSES[cause]}${by(who)}${after(said)}`,
  revocationFailed: ({ attempts, stuck, said }) =>
    `Versuch ${f.count(attempts)}, den Zugriff zu entziehen, ist gescheitert${stuck ? ' und braucht einen Menschen' : ''}: ${said}`,
  revocationTaken: 'Ab hier entzieht ein anderer Runner den Zugriff',
  grantOverdue: 'Der Zugriff ist überfällig: Er sollte weg sein und ist nicht nachweislich weg',
  grantConfirmedGone: ({ who, said }) => `Nicht nachgewiesen: ${who} sagt, dass er weg ist${after(said)}`,
  grantFoundThere: ({ said }) =>
    `Er war als weg gemeldet und doch noch da. Sein Runner entzieht ihn: ${said}`,
  nothingToRevoke: 'Es war nichts eingerichtet, also gab es nichts zu entziehen',
  grantRevoked: ({ lateMs }) =>
    `Nachweislich weg${lateMs > 0 ? `, ${(lateMs / 1000).toFixed(1).replace('.', ',')} s nach der Frist` : ''}`,
  organisationCreated: ({ name }) => `Die Organisation ${name} wurde gegründet`,
  organisationPublished: ({ who, version }) =>
    `${who} hat Version ${version} der Dateien der Organisation veröffentlicht`,
  organisationChanged: ({ who, changes, more }) =>
    `${who} hat die Dateien der Organisation geändert: ${listed(changes, more)}`,
  endsMended: ({ pool, whose }) =>
    `Pool ${pool}: Laut ${whose} lässt sich dort aller Zugriff wieder beenden und wird wieder gegeben.`,
  endsMissing: ({ pool, whose, findings, more }) =>
    `Pool ${pool}: Zugriff, der sich nicht beenden ließe, wird nicht gegeben. Laut ${whose} ist es dies: ${listed(findings, more)}. Ist es behoben, prüft latchkey pools check ${pool} noch einmal.`,
  someRunner: 'einem seiner Runner',
  ownRunner: 'dem eigenen Runner des Dienstes',
  runnerOf: ({ who }) => `dem Runner von ${who}`,
  quoted: ({ text }) => `„${text}“`,
  memberChanged: ({ who, version, text }) => `${who}, in Version ${version}: ${text}`,
  memberConfirmed: ({ who, person }) => `${who} hat ${person} bestätigt`,
  runnerSignedIn: ({ who, runner }) =>
    `${who} hat den Runner ${runner} eines Dienstes angemeldet. Ab hier unterschreibt er, was er meldet`,
  logKeyRotated: ({ who }) =>
    `${who} hat dem Protokoll einen anderen Schlüssel gegeben. Ab hier ist es damit unterschrieben`,
  recoveryKeySet: ({ who }) =>
    `${who} hat einen neuen Wiederherstellungsschlüssel gemacht. Der vorige meldet niemanden mehr an`,
  recoveryUsed: ({ who }) =>
    `${who} hat den Wiederherstellungsschlüssel benutzt. Er meldet niemanden mehr an`,
  textsErased: ({ who, count }) =>
    `${who} hat gelöscht, was in ${count === 1 ? 'einem Eintrag' : `${f.count(count)} Einträgen`} gesagt wurde`,
  clockAccepted: ({ shown }) =>
    `Die Uhr des Dienstes wurde von Hand zurückgestellt, von ${shown}; Zugriff, der nach der falschen Zeit begann, wurde beendet`,
  inviteCreated: ({ who, person }) => `${who} hat ${person} eingeladen`,
  invitedOwn: ({ who }) => `${who} hat eine Einladung für ein weiteres eigenes Gerät gemacht`,
  invitedAnew: ({ who, person }) =>
    `${who} hat ${person} neu eingeladen: Das Gerät, das damit beitritt, ersetzt alle bisherigen`,
  inviteUsed: ({ who }) => `${who} hat eine Einladung benutzt. Sie gilt nun nicht mehr`,
  inviteRevoked: ({ who, because }) => `Eine Einladung für ${who} gilt nicht mehr: ${WHY_NO_INVITE[because]}`,
  deviceRenamed: ({ who, whose, name }) =>
    `${who} hat ${whose === null ? 'ein eigenes Gerät' : `ein Gerät von ${whose}`} umbenannt. Es heißt nun ${name}`,
  leftWithDevice: ({ whose, device }) =>
    `Abgemeldet: ${deviceOf(device, whose)}, nicht mehr in dieser Organisation`,
  deviceReplaced: ({ who, whose, device }) =>
    `Abgemeldet: ${deviceOf(device, whose)}, neu beigetreten auf Einladung von ${who}`,
  deviceRemoved: ({ who, whose, device, said }) =>
    `${who} hat ${whose === null ? ownDevice(device) : deviceIn(device, whose)} entfernt. Es bleibt für immer abgemeldet${after(said)}`,
  joinedAnew: ({ who, device, inviter }) =>
    `${who} ist mit ${device} neu beigetreten, auf Einladung von ${inviter}: Alle bisherigen Geräte sind abgemeldet`,
  joinedByRecovery: ({ who, device }) =>
    `${who} ist mit dem Wiederherstellungsschlüssel zurückgekommen und mit ${device} beigetreten`,
  joinedAgain: ({ who, device }) => `${who} ist mit einem weiteren Gerät beigetreten, ${device}`,
  joined: ({ who, device, inviter }) => `${who} ist mit ${device} beigetreten, auf Einladung von ${inviter}`,
  byNewer: 'Von einem neueren Latchkey: Aktualisieren Sie dieses, um es zu sehen',
};

const listed = (lines: readonly string[], more: number): string =>
  [...lines, ...(more > 0 ? [`und ${f.count(more)} weitere`] : [])].join('; ');

const deviceOf = (name: string | null, whose: string): string =>
  name === null ? `ein Gerät von ${whose}` : `${name}, ein Gerät von ${whose}`;
/** In the middle of a sentence, which goes on after it. */
const deviceIn = (name: string | null, whose: string): string =>
  `${deviceOf(name, whose)}${name === null ? '' : ','}`;
const ownDevice = (name: string | null): string =>
  name === null ? 'ein eigenes Gerät' : `${name}, ein eigenes Gerät,`;

/** As in "weil …". */
const CAUSES = {
  expired: 'die Zeit vorbei war',
  returned: 'er zurückgegeben wurde',
  ended: 'er vorzeitig beendet wurde',
  activationFailed: 'er sich nicht einrichten ließ',
};

const WHY_NO_INVITE = {
  left: 'Die Person ist nicht mehr in dieser Organisation',
  joined: 'Die Person ist mit einer anderen beigetreten und lädt ihr nächstes Gerät selbst ein',
  deviceRemoved: 'Ein Gerät wurde abgemeldet, auf dem sie gemacht worden sein kann',
};
