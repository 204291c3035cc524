import type { OPTIONS } from '../codes/options.ts';
import { formatsOf } from '../formats.ts';
import { ended } from '../../lib/ended.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

const WHY_NO_FOLDER = {
  readOnly: 'Das Dateisystem ist schreibgeschützt',
  forbidden: 'Dieser Benutzer darf dort nicht schreiben',
  fileInWay: 'Dort ist eine Datei im Weg',
  notMade: 'Dort lässt sich kein Ordner anlegen, vielleicht weil das Dateisystem schreibgeschützt ist',
};

export const options: BookOf<keyof typeof OPTIONS> = {
  listenForm:
    'Schreiben Sie als HOST:PORT, wo der Dienst lauscht, zum Beispiel 127.0.0.1:4460 oder [::1]:4460, oder als unix:/PATH nur für den Benutzer des Dienstes.',
  listenInClear: ({ host }) =>
    `Auf ${host} ginge alles unverschlüsselt hinaus. Geben Sie --tls-cert FILE und --tls-key FILE an, oder --behind-proxy, wenn ein Proxy vor dem Dienst TLS spricht.`,
  tlsOrProxy: 'Geben Sie entweder --tls-cert und --tls-key an oder --behind-proxy, nicht beides.',
  tlsNeedsBoth: '--tls-cert und --tls-key gehören zusammen: Geben Sie beide an.',
  tlsUnreadable: ({ why }, tell) =>
    `Das Zertifikat oder sein Schlüssel ist nicht zu lesen: ${ended(tell(why))}`,
  socketAlone:
    'Ein Socket ist nur für den Benutzer des Dienstes auf diesem Computer. --tls-cert, --tls-key und --behind-proxy bedeuten dort nichts. Für andere lauschen Sie auf HOST:PORT.',
  formerNeedsSocket:
    '--former-listen ist für einen Dienst, der jetzt auf einem Socket lauscht (--listen unix:/PATH).',
  formerForm:
    '--former-listen nennt, wo der Dienst vorher auf Loopback lauschte: zum Beispiel 127.0.0.1:4460.',
  poolForm: ({ pool }) =>
    `„${pool}“ ist kein Name eines Pools. Schreiben Sie Namen aus kleinen Buchstaben, Ziffern und Bindestrichen mit Kommas dazwischen, oder none.`,
  hostForm: ({ host }) =>
    `„${host}“ ist kein Name eines Hosts. Schreiben Sie Namen wie latchkey.example.com, ohne Port, mit Kommas dazwischen.`,
  advertiseForm: ({ text, why }, tell) => `--advertise ${text}: ${tell(why)}`,
  tooManyAdvertised: ({ most, count }) =>
    `Höchstens ${f.count(most)} Adressen lassen sich bekannt geben; hier sind es ${f.count(count)}.`,
  ownerIs: ({ is }, tell) => `Was --owner nennt, ${tell(is)}.`,
  organisationNameLength: 'Der Name der Organisation hat 1 bis 100 Zeichen.',
  databaseMissing: '--database-password-file braucht --database.',
  databaseForm: '--database ist eine URL wie postgres://latchkey@db.example.com/latchkey.',
  databasePasswordInUrl:
    'Das Passwort gehört nicht in --database: Das sehen alle, die Prozesse auflisten. Legen Sie es in eine Datei: --database-password-file FILE oder PGPASSFILE.',
  databaseParameter: ({ name, known }) =>
    `--database hat den Parameter „${name}“, der hier nichts bedeutet. Es gibt: ${known.join(', ')}.`,
  databasePasswordUnreadable: ({ why }) => `Das Passwort der Datenbank ist nicht zu lesen: ${why}`,
  noOrganisationFolder: ({ folder }) =>
    `${folder} ist kein Ordner. Nennen Sie den Ordner, in dem people.yaml, catalog.yaml und policy.yaml liegen.`,
  noOrganisationFile: ({ path }) =>
    `${path} gibt es nicht. Ein Beispiel für alle drei Dateien: latchkey init ORDNER`,
  serviceNotStarted: ({ why }, tell) => `Der Dienst konnte nicht starten: ${tell(why)}`,
  keyNotOfCertificate:
    'Der Schlüssel (--tls-key) gehört nicht zum Zertifikat (--tls-cert). Geben Sie den Schlüssel an, für den es gemacht ist, und wo die Datei eine ganze Kette hat, das Zertifikat dieses Dienstes zuerst.',
  certificateUnusable: ({ why }) =>
    `Das Zertifikat (--tls-cert) oder sein Schlüssel (--tls-key) ist nicht zu gebrauchen: ${why}. Geben Sie je eine PEM-Datei an.`,
  portTaken: ({ where }) =>
    `Auf ${where} lauscht ein anderes Programm. Beenden Sie es, wenn es ein anderer Dienst ist, oder wählen Sie einen anderen Port mit --listen HOST:PORT.`,
  noSuchAddress: ({ where }) =>
    `${where} ist keine Adresse dieses Computers. Nennen Sie eine, die er hat, mit --listen HOST:PORT.`,
  portForbidden: ({ where }) =>
    `Dieser Benutzer darf nicht auf ${where} lauschen. Wählen Sie einen Port ab 1024 mit --listen HOST:PORT.`,
  dataFolderUnusable: ({ folder, why, path }) =>
    `Der Datenordner ${folder} ist nicht zu gebrauchen. ${WHY_NO_FOLDER[why]} (${path}). Lassen Sie diesen Benutzer dort schreiben oder nennen Sie einen anderen Ordner mit --data DIR.`,
};
