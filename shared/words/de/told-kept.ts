import type { KEPT } from '../codes/kept.ts';
import { ended } from '../../lib/ended.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

const OTHER_PATH = 'Nennen Sie einen anderen Pfad mit --listen unix:/PFAD.';
const OTHER_BACKUP = 'Nehmen Sie ein anderes Backup.';

export const kept: BookOf<keyof typeof KEPT> = {
  pathInUse: ({ path }) =>
    `Ein anderer Prozess von Latchkey benutzt ${path}. Schließen Sie ihn zuerst, oder geben Sie diesem ein anderes LATCHKEY_HOME.`,
  folderInUse: ({ folder }) =>
    `Ein anderer Dienst benutzt ${folder} schon. Beenden Sie ihn, wenn er nicht laufen soll (die Desktop-App hat einen eigenen), oder nennen Sie einen anderen Ordner mit --data ORDNER.`,
  keyAlone: ({ folder }) =>
    `${folder} enthält den Schlüssel eines Protokolls (log-key) und keine Datenbank (service.db). Ist es der Ordner eines Dienstes mit --database, so geben Sie --database URL wieder an. Sonst ist das Protokoll verloren: Stellen Sie den ganzen Ordner mit latchkey restore aus einem Backup wieder her; um eine andere Organisation mit einem anderen Protokoll zu beginnen, legen Sie den Schlüssel an einen anderen Ort.`,
  otherLogThere: ({ folder }) =>
    `${folder} hat eine eigene Datenbank (service.db) mit dem Protokoll einer anderen Organisation. Nennen Sie für einen Dienst mit --database einen anderen Ordner mit --data ORDNER.`,
  folderOfOtherThings: ({ folder, other }) =>
    `${folder} ist nicht leer und nicht der Datenordner eines Dienstes: Darin ist ${other}. Schlüssel und Datenbank kämen dazwischen: Nennen Sie mit --data ORDNER einen anderen Ordner, einen, den es noch nicht gibt.`,
  namelessStart:
    'Er startet zum ersten Mal, und nichts sagt, wie die Organisation heißt. Sagen Sie es mit --name "Beispiel GmbH": Alle, die beitreten, lesen den Namen, und er bleibt.',
  logLost: ({ keyFile }) =>
    `Der Schlüssel eines Protokolls ist da (${keyFile}), und die Datenbank (service.db daneben, oder die von --database) ist leer: Das Protokoll ist verloren. Stellen Sie den ganzen Ordner aus einem Backup wieder her: latchkey restore. Um eine andere Organisation mit einem anderen Protokoll zu beginnen, legen Sie den Schlüssel an einen anderen Ort.`,
  logKeyMissing: ({ keyFile }) =>
    `Das Protokoll in der Datenbank hat einen Schlüssel, und ${keyFile} fehlt. Kopieren Sie die Dateien log-key und log-key.* eines Dienstes dorthin, der dieselbe Datenbank benutzt, oder stellen Sie sie aus einem Backup wieder her.`,
  logKeyOfOther: ({ keyFile }) =>
    `${keyFile} ist nicht der Schlüssel dieses Protokolls. Stellen Sie den wieder her, der dort war.`,
  logKeyGone: ({ keyFile }) =>
    `${keyFile}, der Schlüssel, den das Protokoll jetzt hat, fehlt. Stellen Sie die Datei aus einer Sicherung wieder her, oder kopieren Sie sie aus dem Datenordner des Dienstes, der ihn gemacht hat: Bis dahin wird hier nichts unterschrieben.`,
  logKeyUnused: ({ why }, tell) =>
    `Der Schlüssel, den das Protokoll jetzt hat, ist nicht zu benutzen: ${ended(tell(why))} Stellen Sie seine Datei aus einer Sicherung wieder her, oder kopieren Sie sie aus dem Datenordner des Dienstes, der ihn gemacht hat: Bis dahin wird hier nichts unterschrieben.`,
  noLogKey: 'Das ist kein Schlüssel des Protokolls.',
  keyShownToOthers: ({ why }, tell) =>
    `Ein Schlüssel, den andere lesen dürfen, wird nicht benutzt: ${tell(why)}`,
  fileWithoutKey: ({ file }) => `${file} enthält keinen Schlüssel.`,
  runnerNameDamaged: ({ file }) =>
    `${file} enthält nicht den Namen eines Runners. Löschen Sie die Datei: Ein anderer Name wird gemacht.`,
  versionUnread: ({ version, why }, tell) => `Version ${version} der Organisation ${ended(tell(why))}`,
  versionTextLost: ({ version }) =>
    `Ein Text von Version ${version} ist verloren. Stellen Sie ein Backup wieder her.`,
  filesHaveMistakes: ({ mistakes }, tell) =>
    `Die Dateien von --org haben Fehler. Berichtigen Sie sie, und starten Sie ihn dann wieder. ${mistakes.map(tell).join(' ')}`,
  notDurableHere: ({ journal, synchronous }) =>
    `Dieses Dateisystem kann keine dauerhafte Datenbank halten (${journal}, ${synchronous}).`,
  notBroughtUp: ({ why }, tell) => `Die Datenbank ließ sich nicht auf den neuen Stand bringen: ${tell(why)}`,
  databaseUnknown: ({ file }) =>
    `${file} ist beschädigt, oder keine Datenbank von Latchkey. Bewahren Sie die Datei auf, legen Sie ihren Ordner an einen anderen Ort, und stellen Sie eine Sicherung wieder her: latchkey restore ORDNER.`,
  databaseOfNewer:
    'Die Datenbank wurde von einem neueren Latchkey angelegt. Benutzen Sie jenes oder ein späteres.',
  madeByNewer: 'Sie wurde von einem neueren Latchkey angelegt. Starten Sie jenes oder ein späteres.',
  databaseOfEarlier: 'Die Datenbank wurde von einem früheren Latchkey angelegt. Benutzen Sie jenes.',
  databaseBehind:
    'Die Datenbank wurde von einem früheren Latchkey angelegt. Starten Sie den Dienst einmal, der sie auf den neuen Stand bringt.',
  logOfEarlier:
    'Ihr Protokoll wurde von einem früheren Latchkey begonnen, das Begründungen und Kommentare im Protokoll selbst ablegte. Machen Sie mit jenem Latchkey weiter, oder beginnen Sie neu mit einem anderen Datenordner oder einer anderen Datenbank.',
  usedByEarlier:
    'Dienste eines früheren Latchkey benutzen sie. Beenden Sie alle, und starten Sie dann diesen, der sie auf den neuen Stand bringt.',
  noSchemaToUse: 'Es gibt kein Schema, das dieser Benutzer verwenden darf.',
  databasePooled:
    'Etwas zwischen diesem Dienst und der Datenbank hält zurück, was eine Sitzung einstellt, wie ein Pooler es tut. Dienste brauchen eigene Sitzungen: Geben Sie die Adresse der Datenbank selbst an.',
  databaseWantsPassword:
    'Die Datenbank verlangt ein Passwort. Geben Sie es mit --database-password-file DATEI an, oder in PGPASSFILE (Modus 0600).',
  databaseRefusesUser: ({ said }) =>
    `Die Datenbank lässt diesen Benutzer nicht ein (${said}). Prüfen Sie den Benutzer in der URL, und --database-password-file DATEI oder PGPASSFILE.`,
  databaseNotThere: ({ said }) => `${said}. Legen Sie sie an: CREATE DATABASE NAME ENCODING 'UTF8'`,
  noDatabaseAnswers: ({ said }) =>
    `Dort antwortet kein PostgreSQL (${said}). Prüfen Sie, ob es läuft, und Host und Port der URL.`,
  databaseWithoutTls:
    'Die Datenbank ist auf einem anderen Rechner und hat kein TLS. Schalten Sie es dort ein; ist der Weg zu ihr privat, so setzen Sie ?sslmode=disable an das Ende ihrer URL.',
  databaseCertificateUnknown: ({ said }) =>
    `Dem Zertifikat der Datenbank wird hier nicht vertraut (${said}). Setzen Sie ?sslrootcert=DATEI an das Ende ihrer URL, mit dem Zertifikat dessen, der es unterschrieben hat; die URL muss den Namen haben, für den es gilt.`,
  databaseForgets:
    'Die Datenbank antwortet, bevor sie geschrieben hat (synchronous_commit ist off), sodass Bestätigtes verloren gehen kann. Setzen Sie es auf on.',
  databaseEncoding: ({ encoding }) =>
    `Die Datenbank legt Text als ${encoding} ab. Legen Sie eine mit der Kodierung UTF8 an.`,
  databaseTakenAlone:
    'latchkey fsck oder latchkey restore arbeitet an der Datenbank. Starten Sie den Dienst, sobald das getan ist.',
  runnerNameTaken:
    'Ein anderer Dienst mit dieser Datenbank läuft aus einer Kopie dieses Datenordners, unter demselben Namen (runner-name), oder eine frühere Verbindung von diesem ist noch nicht zu Ende; die endet von selbst. Beenden Sie den anderen, wenn es einen gibt, und geben Sie einem weiteren Dienst einen eigenen Ordner, in dem nur Kopien von log-key und log-key.* liegen.',
  clockOffDatabase: ({ byMs, which }) =>
    `Die Uhr dieses Rechners geht gegenüber der Datenbank um ${f.duration(byMs)} ${which === 'ahead' ? 'vor' : 'nach'}.`,
  setClockAndStart: ({ apart }, tell) =>
    `${tell(apart)} Stellen Sie die, die falsch geht, zum Beispiel mit NTP, und starten Sie den Dienst wieder.`,
  noSocketFolder: ({ folder, why }) =>
    `In ${folder} kann kein Ordner für seinen Socket angelegt werden (${why}). ${OTHER_PATH}`,
  socketFolderOfOther: ({ folder, uid }) =>
    `Der Ordner seines Sockets, ${folder}, gehört einem anderen Benutzer (${uid}). Nennen Sie einen, der Ihnen gehört, mit --listen unix:/PFAD.`,
  socketFolderOpen: ({ folder }) =>
    `Andere können in den Ordner seines Sockets schreiben, ${folder}. Machen Sie ihn zu Ihrem allein (chmod 700), oder nennen Sie einen anderen mit --listen unix:/PFAD.`,
  noSocketThere: ({ path }) =>
    `Was bei ${path} liegt, ist kein Socket und wird nicht gelöscht. Legen Sie es an einen anderen Ort, oder nennen Sie einen anderen Pfad mit --listen unix:/PFAD.`,
  socketFileOfOther: ({ path, uid }) =>
    `Der Socket bei ${path} gehört einem anderen Benutzer (${uid}) und wird nicht gelöscht. ${OTHER_PATH}`,
  socketInUse: ({ address }) =>
    `Ein anderes Programm lauscht auf ${address}. Beenden Sie es, wenn es ein anderer Dienst ist, oder nennen Sie einen anderen Pfad mit --listen unix:/PFAD.`,
  noBackup: ({ why }, tell) => `Nichts wurde gesichert: ${tell(why)}`,
  backupUndone: ({ why }, tell) =>
    `Es gibt kein Backup, und was davon geschrieben war, wurde wieder gelöscht: ${ended(tell(why))}`,
  folderOfNoService: ({ folder }) =>
    `${folder} ist nicht der Datenordner eines Dienstes: Es gibt kein service.db. Sagen Sie mit --data, wo er ist, und mit --database, wo ein Dienst auf PostgreSQL seine Datenbank hat.`,
  folderHasDatabase: ({ folder }) =>
    `${folder} hat eine eigene Datenbank (service.db). Nennen Sie mit --data den Ordner eines Dienstes mit --database, oder lassen Sie --database weg.`,
  folderOfOtherDatabase: ({ folder }) =>
    `${folder} ist nicht der Datenordner eines Dienstes mit dieser Datenbank: Es gibt keinen log-key. Sagen Sie mit --data, wo er ist.`,
  backupFolderFull: ({ folder }) =>
    `${folder} ist nicht leer. Ein Backup hat seinen eigenen Ordner: Nennen Sie einen, den es noch nicht gibt.`,
  backupFolderWithin: ({ folder }) =>
    `${folder} ist im Datenordner selbst. Nennen Sie einen Ordner an einem anderen Ort.`,
  backupFolderOfOther: ({ folder }) =>
    `${folder} gehört jemand anderem. Nennen Sie einen Ordner, den es noch nicht gibt, oder einen eigenen.`,
  backupFolderIsFile: ({ folder }) =>
    `${folder} ist eine Datei, oder liegt unter einer. Ein Backup hat seinen eigenen Ordner: Nennen Sie einen, den es noch nicht gibt.`,
  tooManyFiles: ({ most }) => `Der Datenordner hat mehr als ${f.count(most)} Dateien.`,
  restoreWouldRefuse: ({ at }) => `Sie ließe sich nicht wiederherstellen (${at}).`,
  organisationNotBegun: 'In der Datenbank ist noch keine Organisation.',
  databaseDamaged: 'service.db ist beschädigt.',
  logKeyNotOfDatabase: 'log-key ist nicht der Schlüssel des Protokolls in service.db.',
  logEntryDamaged: ({ seq }) => `Eintrag ${seq} des Protokolls ist beschädigt oder fehlt.`,
  logNotWhole: 'Das Protokoll kam nicht ganz an.',
  logEntryIs: ({ seq, is }, tell) => `Eintrag ${seq} des Protokolls ${ended(tell(is))}`,
  logTextIs: ({ which, is }, tell) => `${which} ${ended(tell(is))}`,
  notRestored: ({ why }, tell) =>
    `Dieses Backup lässt sich nicht wiederherstellen: ${ended(tell(why))} ${OTHER_BACKUP}`,
  restoreFolderInUse: ({ folder }) =>
    `Nichts wurde wiederhergestellt: Ein anderer Dienst benutzt ${folder}. Beenden Sie ihn zuerst, und legen Sie seinen Ordner an einen anderen Ort.`,
  restoreFolderFull: ({ folder }) =>
    `${folder} enthält schon Daten, und nichts wird überschrieben. Legen Sie den Ordner zuerst an einen anderen Ort, und bewahren Sie ihn auf.`,
  restoreDatabaseInUse:
    'Nichts wurde wiederhergestellt: Ein Dienst benutzt die Datenbank, oder ein anderes fsck oder restore. Beenden Sie das zuerst.',
  restoreDatabaseFull: ({ table }) =>
    `Die Datenbank enthält schon Daten (in der Tabelle ${table}), und nichts wird überschrieben. Nennen Sie eine leere, und bewahren Sie diese auf.`,
  backedUpOtherwise: ({ path }) =>
    `${path} ist nicht so, wie es gesichert wurde: Es ist keine Datei mehr, oder hat eine andere Länge. ${OTHER_BACKUP}`,
  backedUpChecksum: ({ path }) =>
    `${path} ist nicht so, wie es gesichert wurde: Die Prüfsumme ist eine andere. ${OTHER_BACKUP}`,
  backupNotWhole: ({ folder, manifest }) =>
    `${folder} ist kein ganzes Backup: ${manifest}, das zuletzt geschrieben wird, gibt es nicht. ${OTHER_BACKUP}`,
  backupLacks: ({ path }) =>
    `Das Backup ist nicht ganz: ${path === '' ? 'Eine Datei' : path} fehlt. ${OTHER_BACKUP}`,
  manifestUnread: ({ path }) =>
    `${path} lässt sich nicht lesen: Die Datei ist beschädigt, oder von einem neueren Latchkey.`,
  logNotAsSigned: 'Ihr Protokoll ist nicht das, das unterschrieben wurde.',
  logNotAsSignedBy: ({ why }, tell) => `Ihr Protokoll ist nicht das, das unterschrieben wurde: ${tell(why)}`,
};
