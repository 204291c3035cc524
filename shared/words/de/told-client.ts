import type { CLIENT } from '../codes/client.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';
import { ended } from '../../lib/ended.ts';

const f = formatsOf('de');

const fileOr = (file: string): string => file || 'authorities.pem in LATCHKEY_HOME';

const MOST_NAMES = 5;

function certificateNames(names: readonly string[]): string {
  if (names.length === 0) return 'einen anderen Namen';
  return names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} und andere` : names.join(', ');
}

const sizeText = (bytes: number): string =>
  bytes >= 1_000_000 ? `${f.count(bytes / 1_000_000)} MB` : `${f.count(bytes / 1_024)} KiB`;

const REMOVE_JOINING =
  'Wenn die verloren ist, entfernen Sie joining.json aus dem Ordner dieses Latchkey: Die Einladung, für die es war, kann dann verbraucht sein.';

const MAKE_ROOM =
  'Was davon schon geholt war, wurde wieder gelöscht. Schaffen Sie Platz, oder fragen Sie, wer den Dienst betreibt, ob der Verlauf wirklich so lang ist.';

export const client: BookOf<keyof typeof CLIENT> = {
  inTurn: ({ said }, tell) => said.map(tell).join(' '),
  serviceAway: 'Der Dienst ist nicht zu erreichen.',
  nextAddress: ({ count }) =>
    `Die Verbindung zum Dienst ist verloren; die nächste seiner ${f.count(count)} Adressen wird versucht.`,
  noneOfAddresses: ({ count }) => `Keine der ${f.count(count)} Adressen des Dienstes antwortet.`,
  noServiceThere: ({ status }) =>
    `Was unter der Adresse des Dienstes antwortet (${status}), ist kein Latchkey-Dienst oder ein Proxy, der nichts durchlässt. Prüfen Sie die Adresse, ihren Port und den Proxy.`,
  proxyWithoutService: ({ status }) =>
    `Unter der Adresse des Dienstes antwortet ein Proxy (${status}), und der Dienst dahinter nicht. Prüfen Sie, ob er läuft.`,
  clocksDiffer: ({ byMs, which }) =>
    `Die Uhr dieses Computers geht gegenüber der des Dienstes ${f.duration(byMs)} ${which === 'ahead' ? 'vor' : 'nach'}.`,
  certificateOfItself: ({ origin, file }) =>
    `Das Zertifikat von ${origin} unterschreibt sich selbst, darum traut ihm dieser Computer nicht. Wenn Sie wissen, dass es das Ihres Dienstes ist, legen Sie eine Kopie davon (PEM) in ${fileOr(file)}, und versuchen Sie es noch einmal.`,
  certificateOfUnknown: ({ origin, file }) =>
    `Das Zertifikat von ${origin} kommt von einer Stelle, die dieser Computer nicht kennt. Legen Sie das Zertifikat dieser Stelle (PEM) in ${fileOr(file)}, und versuchen Sie es noch einmal.`,
  certificateWithoutChain: ({ origin, file }) =>
    `Das Zertifikat von ${origin} kommt von einer Stelle, die dieser Computer nicht kennt. Legen Sie das Zertifikat dieser Stelle (PEM) in ${fileOr(file)}, und versuchen Sie es noch einmal; ist die Stelle öffentlich, muss der Dienst mit --tls-cert die ganze Kette bekommen.`,
  certificateExpired: ({ origin }) =>
    `Das Zertifikat von ${origin} ist abgelaufen, oder das derer, die es unterschrieben haben. Prüfen Sie die Uhr dieses Computers; geht sie richtig, muss der Dienst mit --tls-cert ein neues bekommen.`,
  certificateTooEarly: ({ origin }) =>
    `Das Zertifikat von ${origin} gilt noch nicht. Prüfen Sie die Uhr dieses Computers und die des Computers, auf dem das Zertifikat gemacht wurde.`,
  certificateOfOther: ({ origin, hostname, names }) =>
    `Das Zertifikat von ${origin} ist für ${certificateNames(names)} und nicht für ${hostname}. Nehmen Sie eine Adresse mit einem Namen, für den es ist, oder geben Sie dem Dienst eines für ${hostname}.`,
  authoritiesUnusable: ({ path, why }, tell) =>
    `${path} ist nicht zu benutzen: ${ended(tell(why))} Darin sollen Zertifikate als PEM stehen: Berichtigen Sie die Datei, oder löschen Sie sie, und versuchen Sie es wieder.`,
  noCertificateIn: 'Darin ist kein Zertifikat.',
  noTlsThere: ({ origin }) =>
    `Was unter ${origin} lauscht, spricht kein TLS. Prüfen Sie den Port; spricht ein Proxy TLS für den Dienst, nehmen Sie die Adresse des Proxys, und auf dem Computer des Dienstes selbst http:// statt https://.`,
  endedUnanswered: ({ origin }) =>
    `Was unter ${origin} lauscht, hat die Verbindung ohne Antwort beendet. Wenn es TLS spricht, wie ein Dienst mit einem Zertifikat, schreiben Sie https:// statt http://; sonst versuchen Sie es noch einmal.`,
  endedBeforeTls: ({ origin }) =>
    `Was unter ${origin} lauscht, hat die Verbindung beendet, bevor TLS stand. Prüfen Sie den Port, und ob ein Proxy oder eine Firewall auf dem Weg TLS durchlässt.`,
  noTlsConnection: ({ origin, why }) =>
    `Eine TLS-Verbindung zu ${origin} kam nicht zustande (${why}). Prüfen Sie den Port und das Zertifikat des Dienstes.`,
  socketOfOther: ({ address }) =>
    `Der Dienst unter ${address} ist für den Benutzer dieses Computers, der ihn gestartet hat, und für niemanden sonst. Treten Sie einem Dienst bei, der auf einem Port oder im Netz lauscht.`,
  strangerThere: ({ address, place }) => {
    const stranger = `Was unter ${address} antwortet, beweist nicht, dass es der Dienst ist, dem beigetreten wurde. Dorthin wurde nichts gesendet.`;
    if (place === 'here') return stranger;
    return `${stranger} Wenn es dieser Dienst ist, kennt er diesen Namen nicht als seinen: Wer ihn betreibt, gibt ihm den Namen mit --public-host.`;
  },
  addressForm:
    'Die Adresse eines Dienstes sieht aus wie https://latchkey.example.com oder http://127.0.0.1:4460, und nur auf diesem Computer wie unix:/run/latchkey/latchkey.sock.',
  addressOnlyHost: 'Die Adresse eines Dienstes ist nur ein Host und ein Port, ohne Pfad und ohne Passwort.',
  addressUnencrypted: ({ hostname }) =>
    `Alles, was gesagt wird, ginge unverschlüsselt an ${hostname}. Nehmen Sie https.`,
  socketAddressTooLong: ({ how }, tell) =>
    `Diese Adresse ist zu lang, um die eines Sockets zu sein. ${tell(how)}`,
  socketNotHere: ({ how }, tell) => `Eine solche Adresse hat dieser Computer nicht. ${tell(how)}`,
  socketForm: ({ system }) =>
    system === 'windows'
      ? 'Ein Dienst nur auf diesem Computer hat eine Adresse wie pipe:latchkey, aus Buchstaben, Ziffern, Punkten und Bindestrichen.'
      : 'Ein Dienst nur auf diesem Computer hat eine Adresse wie unix:/run/latchkey/latchkey.sock, mit dem ganzen Pfad.',
  socketPathEncoded:
    'Der Pfad eines Sockets wird geschrieben wie in einer URL: Ein Prozentzeichen darin ist %25, und nichts ist ein halbes Zeichen.',
  socketPathTooLong: ({ bytes, most }) =>
    `Der Pfad dieses Sockets hat ${f.count(bytes)} Bytes, und dieser Computer nimmt ${f.count(most)}. Wählen Sie einen kürzeren.`,
  notJoined:
    'Dieses Gerät ist noch keinem Dienst beigetreten. Mit einer Einladung führen Sie aus: latchkey join URL. Verantwortliche machen sie (latchkey invite); die für die ersten Verantwortlichen gibt der Dienst beim Start aus.',
  keysProtected: 'Die Schlüssel dieses Geräts sind durch eine Passphrase geschützt.',
  keysExposed: ({ why }, tell) =>
    `Die Schlüssel dieses Geräts werden nicht benutzt: ${tell(why)} Wer sie gelesen hat, kann dieses Gerät sein: Wo das möglich ist, treten Sie danach neu bei, und entfernen Sie es (latchkey devices remove).`,
  keysReplaced:
    'Ein anderer Befehl hat inzwischen eine andere Identität an die Stelle dieser gesetzt. Nichts wurde geändert: Versuchen Sie es noch einmal.',
  joiningElsewhere:
    'Ein anderer latchkey-Befehl tritt seit einer Weile mit diesem LATCHKEY_HOME einem Dienst bei. Warten Sie, bis er fertig ist.',
  wrongPassphrase:
    'Diese Passphrase öffnet die Schlüssel dieses Geräts nicht. Versuchen Sie es noch einmal; es gibt keine Grenze. Ist es sicher die richtige, wurde die Datei beschädigt.',
  unreadableInside:
    'Die Passphrase passt, und was sie öffnet, lässt sich nicht lesen: Ein neueres Latchkey hat es geschrieben. Nehmen Sie das oder ein späteres.',
  sealedByNewer:
    'Die Schlüssel dieses Geräts wurden von einem neueren Latchkey versiegelt. Nehmen Sie das oder ein späteres.',
  sealedDamaged:
    'Die versiegelten Schlüssel dieses Geräts sind beschädigt. Treten Sie mit einer neuen Einladung noch einmal bei: Verantwortliche machen sie oder ein anderes Gerät von Ihnen (latchkey invite).',
  identityByNewer:
    'Die gespeicherte Identität wurde von einem neueren Latchkey geschrieben. Nehmen Sie das oder ein späteres.',
  identityDamaged:
    'Die gespeicherte Identität ist beschädigt. Treten Sie mit einer neuen Einladung noch einmal bei: Verantwortliche machen sie oder ein anderes Gerät von Ihnen (latchkey invite).',
  identityAt: ({ why, path }, tell) => `${tell(why)} (${path})`,
  joiningNeedsPassphrase: `Das Beitreten wurde hier mit einer Passphrase begonnen und kam nicht zu Ende. Geben Sie dieselbe Passphrase noch einmal, damit nichts davon verloren geht. ${REMOVE_JOINING}`,
  joiningOtherPassphrase: `Das Beitreten wurde hier mit einer anderen Passphrase als dieser begonnen und kam nicht zu Ende. Geben Sie jene, damit nichts davon verloren geht. ${REMOVE_JOINING}`,
  foundingUnderPassphrase:
    'Latchkey endete, während es Ihre Organisation anlegte, und ihre Schlüssel liegen unter der Passphrase, die Sie gewählt haben. Legen Sie sie mit derselben Passphrase noch einmal an: Es geht dort weiter, wo es war, und nichts ist verloren.',
  joiningOfNewer:
    'Ein neueres Latchkey hat von hier aus begonnen beizutreten und kam nicht zu Ende. Machen Sie mit jenem weiter, damit nichts davon verloren geht; war das ein Versehen, so löschen Sie joining.json (oder joining.sealed) im Ordner dieses Latchkey.',
  joiningExposed: ({ why }, tell) =>
    `Die Schlüssel, mit denen dieses Gerät beitreten wollte, werden nicht benutzt: ${tell(why)} Wer sie gelesen hat, kann dieses Gerät sein: Ist das möglich, löschen Sie stattdessen die Datei, und bitten Sie um eine neue Einladung.`,
  joiningKeyringLocked:
    'Latchkey endete, während es beitrat, und die Schlüssel dafür sind gesperrt: Der Schlüsselbund, der sie verschlüsselt hat, lässt sich nicht öffnen. Entsperren Sie ihn, und starten Sie Latchkey noch einmal, damit nichts davon verloren geht. Um stattdessen neu zu beginnen, verschieben Sie joining.sealed aus seinem Ordner.',
  pinnedKeyDamaged:
    'Der festgehaltene Schlüssel des Protokolls ist beschädigt. Treten Sie dem Dienst noch einmal bei.',
  othersMayRead: ({ path }) => `Andere dürfen ${path} lesen: Führen Sie chmod 600 darauf aus.`,
  belongsToOther: ({ path }) => `${path} gehört einem anderen Benutzer.`,
  isFolder: ({ path }) => `${path} ist ein Ordner, keine Datei.`,
  isNoFile: ({ path }) => `${path} ist keine Datei wie andere.`,
  fileTooLarge: ({ path, mostBytes }) => `${path} ist größer als ${sizeText(mostBytes)}.`,
  fileMissing: ({ path }) => `Die Datei ${path} gibt es nicht.`,
  fileNotOpened: ({ path, code }) => `${path} lässt sich nicht öffnen (${code}).`,
  passphraseUnread: ({ why }, tell) => `Die Passphrase lässt sich nicht lesen: ${tell(why)}`,
  passphraseEmpty: ({ path }) => `In ${path} steht keine Passphrase: Die Datei ist leer.`,
  passphraseLines: ({ path }) => `${path} hat mehr als eine Zeile: Eine Passphrase ist die einzige.`,
  passphraseFileLong: ({ path, most }) =>
    `Die Passphrase in ${path} ist länger als ${f.count(most)} Zeichen.`,
  sealedNone: 'Das ist kein versiegelter Text.',
  sealedTextByNewer: 'Dieser Text wurde von einem neueren Latchkey versiegelt.',
  sealedForOther: 'Dieser Text wurde nicht für dieses Gerät versiegelt oder unterwegs verändert.',
  logNotVerified: 'Das Protokoll ließ sich nicht bestätigen.',
  evidenceUnreadable: ({ why }) => `Der Beweis dafür lässt sich nicht lesen (${why}).`,
  entriesDamaged: 'Die hier aufbewahrten Einträge sind beschädigt.',
  entriesChanged:
    'Die hier aufbewahrten Einträge haben sich geändert, während sie gelesen wurden. Führen Sie diesen Befehl noch einmal aus.',
  fetchedAgain: ({ why }, tell) =>
    `Was hier vom Verlauf aufbewahrt war, ist nicht zu benutzen; es wird neu geholt, sobald der Dienst zu erreichen ist. Für die Prüfung, auf Englisch: ${tell(why)}`,
  historyInUse:
    'Ein anderer latchkey-Befehl holt seit zehn Minuten den Verlauf. Warten Sie, bis er fertig ist, oder beenden Sie ihn, und führen Sie diesen noch einmal aus.',
  noRoomForHistory: ({ size, neededBytes, freeBytes, reserveBytes }) =>
    `Dieser Datenträger hat keinen Platz für den Verlauf. Nach dem, was der Dienst unterschrieben hat, sind es ${f.count(size)} Einträge, und was hier fehlt, braucht ungefähr ${f.bytes(neededBytes)}; frei sind ${f.bytes(freeBytes)}, von denen ${f.bytes(reserveBytes)} frei bleiben. ${MAKE_ROOM}`,
  noRoomUnknown: ({ size, neededBytes, mostBytes }) =>
    `Dieser Datenträger hat keinen Platz für den Verlauf. Nach dem, was der Dienst unterschrieben hat, sind es ${f.count(size)} Einträge, und was hier fehlt, braucht ungefähr ${f.bytes(neededBytes)}; dieser Datenträger sagt nicht, was frei ist, und nimmt höchstens ${f.bytes(mostBytes)} auf einmal. ${MAKE_ROOM}`,
  entriesOutOfOrder: 'Der Dienst hat Einträge des Protokolls in falscher Reihenfolge gesendet.',
  entryWithNul:
    'Der Dienst hat einen Eintrag des Protokolls mit einem NUL darin gesendet; das ist kein kanonisches JSON.',
  textNotSaid:
    'Der Dienst hat mit einem Eintrag des Protokolls einen Text gesendet, der nicht der ist, der gesagt wurde.',
  listWithoutEnd:
    'Der Dienst gibt eine Liste von Anfragen, die nicht endet, darum wird nichts davon gezeigt. Sagen Sie es denen, die ihn betreiben.',
  ownersRead: ({ owners }) => `Verantwortlich sind, wie dieser Computer es liest: ${f.all(owners)}`,
  ownersUnread: 'Dieser Computer findet Fehler darin',
  textsMissing: ({ count, which }) =>
    `Was Leute in ${f.plural(count, { one: 'einem Eintrag', other: '# Einträgen' })} (${which}) gesagt haben, fehlt, und kein Eintrag sagt, dass es gelöscht wurde. Der Dienst hält es zurück, oder jemand hat Dateien auf diesem Gerät verändert: Das Protokoll selbst ist vollständig. Sagen Sie es den Verantwortlichen.`,
  keysInLockedKeyring:
    'Die Schlüssel dieses Geräts sind gesperrt: Der Schlüsselbund, der sie verschlüsselt hat, lässt sich nicht öffnen. Entsperren Sie ihn, und starten Sie Latchkey noch einmal. Um stattdessen neu zu beginnen, verschieben Sie identity.sealed aus seinem Ordner.',
  newsRuleBlocks: ({ rule, title, why }, tell) =>
    `Die Regel „${rule}“ gibt nichts: Ihre Bedingung ließ sich für „${title}“ nicht auswerten. ${tell(why)} Beheben Sie es in policy.yaml.`,
  newsNotMeant: ({ news }, tell) =>
    `${tell(news)}. Wenn das nicht so gemeint war, hat jemand anders diesen Platz: Sagen Sie es Verantwortlichen, die das Gerät entfernen.`,
  newsNotAskedFor: ({ news }, tell) =>
    `${tell(news)}. Wenn Sie nicht darum gebeten haben, sagen Sie es sofort anderen Verantwortlichen.`,
};
