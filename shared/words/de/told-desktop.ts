import type { DESKTOP } from '../codes/desktop.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

const HELPS = {
  makeRoom: 'Schaffen Sie Platz',
  letWrite: 'Lassen Sie diesen Benutzer dort schreiben',
  mend: 'Beheben Sie das',
};

const SYSTEM = {
  noRoom: 'auf dem Datenträger ist kein Platz mehr',
  denied: 'der Zugriff darauf ist nicht erlaubt',
  readOnly: 'es kann nur gelesen werden',
  isFolder: 'dort ist ein Ordner',
  noFolder: 'ein Teil des Pfads ist kein Ordner',
  missing: 'die Datei oder der Ordner fehlt',
  tooManyOpen: 'zu viele Dateien sind offen',
  inUse: 'ein anderes Programm benutzt es',
  diskFault: 'der Datenträger lässt sich nicht lesen oder beschreiben',
};

const unreadable = (why: string): string =>
  `Der Verlauf auf diesem Gerät ist gerade nicht lesbar: ${why}. Es wird von selbst weiter versucht.`;

export const toldDesktop: BookOf<keyof typeof DESKTOP> = {
  passphraseOffer:
    'Dieser Computer hat keinen Schlüsselbund, der verschlüsselt: Wer seinen Datenträger oder ein Backup liest, hat die Schlüssel dieses Geräts. Schützen Sie sie mit einer Passphrase: Einstellungen, Dieses Gerät.',
  poolsWanted: ({ pools }) =>
    `Ihre Organisation möchte, dass dieser Computer Zugriff für ${pools.length === 1 ? 'den Pool' : 'die Pools'} ${pools.join(', ')} einrichtet. Er tut das nur, wenn Sie es erlauben: Einstellungen, Dieses Gerät.`,
  foundingUnderPassphrase:
    'Latchkey wurde beendet, während es Ihre Organisation anlegte. Deren Schlüssel sind unter der Passphrase, die Sie gewählt haben. Legen Sie sie mit derselben Passphrase noch einmal an: Es geht weiter, wo es war, und nichts ist verloren.',
  soloRestarting: 'Der Dienst auf diesem Computer hat aufgehört und wird neu gestartet.',
  systemSays: ({ what }) => SYSTEM[what],
  replicaNotOpened: ({ path, why }, tell) =>
    `${path} lässt sich nicht öffnen${why.map((each) => ` (${tell(each)})`).join('')}`,
  replicaOfNewer: ({ path }) =>
    `${path} hat ein neueres Latchkey angelegt. Starten Sie jenes, oder legen Sie die Datei woandershin: Dann wird der Verlauf neu geholt`,
  storeNotRead: ({ path, why }, tell) => `${path} ist nicht lesbar (${tell(why)})`,
  filesNotWritten: ({ why, help }, tell) =>
    `Latchkey kann nicht in seinen Ordner schreiben: ${tell(why)}. Was sich ändert, geht verloren, wenn es beendet wird. ${HELPS[help]}, dann wird es von selbst geschrieben.`,
  historyUnreadable: ({ why }, tell) => unreadable(tell(why)),
  historyUnreadableElse: ({ why }, tell) => `${unreadable(tell(why))} Alles andere funktioniert.`,
  moreHappened: 'Davor ist noch mehr geschehen: latchkey history hat alles.',
  tooManyRequestsHere:
    'Der Dienst sagt, dass mehr Anfragen Sie betreffen, als dieses Gerät aufhebt. Darum stehen hier nicht alle. Sagen Sie es denen, die ihn betreiben; weiter liest latchkey requests --all.',
  answeredWithEarlier:
    'Das wurde mit einem früheren Latchkey beantwortet und nicht gesendet. Sehen Sie die Anfrage noch einmal an, und antworten Sie noch einmal.',
  storeDamaged: ({ parts, kept, isUnsent }) =>
    `Was dieses Gerät gespeichert hatte, war beschädigt (${parts.map((part) => (part === 'everything' ? 'alles' : part)).join(', ')}). Es liegt jetzt als ${kept} daneben. Was der Dienst hat, wird neu von ihm gelesen.${isUnsent === 'yes' ? ' Was auf das Senden wartete und nicht mehr zu sehen ist, wird nicht gesendet: Tun Sie es noch einmal, wenn es noch nötig ist.' : ''}`,
  historyDamaged: ({ kept }) =>
    `Die Kopie des Verlaufs auf diesem Gerät war beschädigt. Sie liegt jetzt als ${kept} daneben und wird neu geholt.`,
  historyFetchedAgain:
    'Die Kopie des Verlaufs auf diesem Gerät war verloren oder beschädigt. Sie wird neu geholt und muss fortsetzen, was dieses Gerät schon geprüft hatte.',
  strangerAnswers:
    'Dort antwortet jemand, der dieses Gerät nicht kennt und nicht beweisen konnte, der Dienst zu sein, dem Sie beigetreten sind. Nichts wurde gelöscht, und nichts wird dorthin gesendet.',
  signOutDoubted:
    'Der Dienst sagt, dass dieses Gerät abgemeldet ist, aber sein Verlauf stimmt nicht. Darum wird das nicht geglaubt. Nichts wurde gelöscht, und nichts wird gesendet.',
  entriesUnfit: ({ why }, tell) =>
    `${tell(why)} Nichts davon wird übernommen. Sagen Sie es denen, die den Dienst betreiben.`,
  evidenceNotKept: ({ sentence, why }, tell) =>
    `${tell(sentence)} Der Nachweis konnte nicht aufgehoben werden (${tell(why)}). Schaffen Sie Platz dafür; es wird weiter versucht.`,
  identityUnreadable: 'Die Identität dieses Geräts ist nicht lesbar.',
  notMadeHere: 'Die Organisation konnte hier nicht angelegt werden. Das Protokoll sagt, warum.',
  keysNotKept:
    'Die Schlüssel dieses Geräts konnten nicht aufgehoben werden: Ist sein Datenträger voll? Bitten Sie um eine andere Einladung.',
  catalogOfNewer:
    'Was angefragt werden kann, zeigt nur ein neueres Latchkey. Aktualisieren Sie Latchkey, um es zu sehen.',
  answersOddly: 'Der Dienst antwortet nicht, wie er sollte.',
  requestsPutRight: ({ count }) =>
    `${f.plural(count, { one: 'Eine Anfrage der Liste war nicht, was die Einträge sagen, und wurde berichtigt', other: '# Anfragen der Liste waren nicht, was die Einträge sagen, und wurden berichtigt' })}. Jemand hat vielleicht Dateien auf diesem Gerät geändert.`,
  entriesNotAsSigned:
    'Die Einträge auf diesem Gerät sind nicht die, die das Protokoll unterschrieben hat. Sie werden neu geholt, sobald der Dienst erreichbar ist.',
  trustedUnfit: ({ why }, tell) =>
    `Was hier vom Verlauf aufbewahrt war, ist nicht zu benutzen; es wird neu geholt, sobald der Dienst erreichbar ist. Für die Prüfung, auf Englisch: ${tell(why)}`,
  requestsUnchecked: ({ why }, tell) =>
    `Die Einträge stimmen, aber die Liste der Anfragen konnte nicht geprüft und berichtigt werden (${tell(why)}). Schaffen Sie Platz auf diesem Datenträger, und prüfen Sie dann noch einmal.`,
  reviewRefused: ({ decision, why }, tell) =>
    `Ihre ${decision === 'approve' ? 'Genehmigung' : 'Ablehnung'} wurde abgewiesen: ${tell(why)}`,
  waitingRequest: ({ forMs, reason }) => `für ${f.exactDuration(forMs)}: ${reason}`,
  keysNotLocked: 'Die Schlüssel dieses Geräts sind nicht mehr gesperrt.',
  passphraseOfNowFirst: 'Geben Sie zuerst die jetzige Passphrase an.',
  notJoinedHere: 'Dieses Gerät ist keiner Organisation beigetreten.',
  couldNotDo:
    'Das konnte Latchkey nicht tun. Sein Protokoll sagt, warum; versuchen Sie es gleich noch einmal.',
  mistakeAt: ({ file, line, what }, tell) => `${file}:${line}: ${tell(what)}`,
};
