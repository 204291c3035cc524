import type { locked as en } from '../../en/window/locked.ts';
import type { WordsOf } from '../../words-of.ts';

export const locked: WordsOf<typeof en> = {
  title: 'Latchkey ist gesperrt',
  text: 'Die Passphrase öffnet die Schlüssel dieses Geräts.',
  passphrase: 'Passphrase',
  enter: 'Geben Sie die Passphrase ein.',
  unlock: 'Entsperren',
  unlocking: 'Wird entsperrt…',
  goesOn:
    'Zugriff, den dieser Computer eingerichtet hat, endet weiterhin pünktlich, und der Verlauf ist lesbar. Anfragen und Antworten warten auf die Passphrase.',
  forgot: 'Passphrase vergessen?',
  forgotten: {
    text: 'Niemand kann sie wiederherstellen. Dieses Gerät macht weiter, wenn es neu beitritt, mit einer Einladung und mit neuen Schlüsseln. Der Verlauf auf diesem Gerät bleibt; nichts geht verloren, bevor die Einladung angenommen ist.',
    credentials:
      'Zugangsdaten, die Sie haben, können nicht mehr gezeigt werden. Der Zugriff selbst endet pünktlich.',
    notSent: ({ count }) =>
      count === 1
        ? 'Eine noch nicht gesendete Sache wird nicht mehr gesendet.'
        : `${count} noch nicht gesendete Sachen werden nicht mehr gesendet.`,
    soloText:
      'Niemand kann sie wiederherstellen. Diese Organisation gibt es nur auf diesem Computer, darum kann Sie auch niemand zu ihr einladen. Ihr Verlauf bleibt lesbar.',
    soloAnew:
      'Um neu zu beginnen, sobald ihr Zugriff geendet hat, beenden Sie Latchkey und verschieben Sie seinen Datenordner (Einstellungen, Dieses Gerät).',
    soloOther: 'Mit einer Einladung zu einer anderen Organisation tritt dieses Gerät stattdessen jener bei:',
    team: ({ command, option }) =>
      `Ein anderes Ihrer Geräte erstellt die Einladung (${command}). Gibt es keines, erstellt sie eine verantwortliche Person mit ${option}. Entfernen Sie dieses Gerät danach aus Ihrer Liste, wenn es noch darin steht.`,
  },
};
