import type { joining as en } from '../../en/window/joining.ts';
import type { WordsOf } from '../../words-of.ts';

export const joining: WordsOf<typeof en> = {
  title: 'Mit einer Einladung beitreten',
  before:
    'Die Einladung erstellt eine verantwortliche Person; die erste gibt der Dienst beim Start aus. Was dieses Gerät von der Organisation wusste, bleibt, bis die neue es übernommen hat.',
  wayBack: ({ command }) =>
    `Hat keine verantwortliche Person mehr ein Gerät, das funktioniert, meldet der Wiederherstellungsschlüssel eines an: Führen Sie in einem Terminal ${command} aus, während der Dienst läuft, geben Sie dort die zwölf Wörter ein, und starten Sie Latchkey neu.`,
  join: 'Beitreten',
  joining: 'Beitritt läuft…',
  address: 'Adresse des Dienstes',
  addressHint: 'Oder fügen Sie hier die ganze Zeile Ihrer Einladung ein: latchkey://…',
  code: 'Einladungscode',
  codeHint: 'Gilt einmal und 24 Stunden lang, nachdem er erstellt wurde.',
  device: 'Name dieses Geräts',
  filledIn: 'Adresse und Code sind eingetragen.',
  keys: {
    legend: 'Schlüssel dieses Geräts',
    why: 'Dieser Computer hat keinen Schlüsselbund, der sie verschlüsselt. Eine Passphrase kann das: Sie geben sie bei jedem Start ein.',
    protected: 'Mit einer Passphrase',
    protectedText:
      'Ein gestohlener Datenträger oder ein Backup ist ohne sie wertlos. Niemand kann sie wiederherstellen: Wer sie vergisst, tritt neu bei.',
    file: 'In einer Datei',
    fileText:
      'Sie werden nichts gefragt. Wer Ihren Datenträger oder ein Backup davon liest, hat die Schlüssel.',
    passphrase: 'Passphrase',
    passphraseHint: 'Mindestens 12 Zeichen: Mehrere Wörter sind schwer zu erraten und leicht zu merken.',
    again: 'Noch einmal',
    notTheSame: 'Das stimmt nicht überein.',
  },
  problems: {
    organisationName: 'Geben Sie der Organisation einen Namen.',
    yourName: 'Geben Sie Ihren Namen an, wie ihn die anderen kennen.',
    yourId: 'Schreiben Sie eine E-Mail-Adresse wie robin@example.com oder einen Kurznamen ohne Leerzeichen.',
    url: 'Schreiben Sie die ganze Adresse aus Ihrer Einladung. Sie beginnt mit https:// oder unix:/.',
    code: 'Fügen Sie den ganzen Code aus Ihrer Einladung ein.',
    deviceName: 'Geben Sie diesem Gerät einen Namen, damit Sie Ihre Geräte auseinanderhalten.',
    notWhole:
      'Diese Zeile ist nicht vollständig. Kopieren Sie sie noch einmal aus Ihrer Einladung, von latchkey:// bis zum Ende.',
  },
};
