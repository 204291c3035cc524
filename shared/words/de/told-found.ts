import type { FOUND } from '../codes/found.ts';
import type { BookOf } from '../told-book.ts';

const DAMAGE = 'was er gerade schreibt, sähe wie ein Schaden aus.';

export const found: BookOf<keyof typeof FOUND> = {
  rowMissing: 'fehlt',
  rowOfNothing: 'gehört zu nichts im Protokoll',
  rowDiffers: ({ columns }) => `weicht vom Protokoll ab: ${columns.join(', ')}`,
  credentialOfPast: 'gehört zu Zugriff, der zu Ende ist',
  credentialOfNoDevice: 'ist für ein Gerät, das nicht angemeldet ist',
  markBehind: 'liegt vor dem letzten Eintrag: Die Uhr ginge zurück',
  entryMissing: 'fehlt, und damit ist der Verlauf von dort an nicht mehr zu beweisen',
  entryOtherHash: 'hat nicht den Hash, mit dem er festgehalten wurde',
  entryUnread: 'lässt sich nicht lesen: Er ist von einem neueren Latchkey, oder wurde verändert',
  entryOfOther: ({ seq }) => `hat den Text von Eintrag ${seq}`,
  entryOutOfTurn: ({ version, stream, before }) =>
    `ist Nummer ${version} von ${stream}, nach Nummer ${before}`,
  entryNotFollowing: ({ stream }) => `folgt nicht aus dem, was in ${stream} vor ihm steht`,
  entryUnbelieved: ({ why }, tell) => `ist nicht zu glauben: ${tell(why)}`,
  saidOtherwise: 'hat einen anderen Text bei sich als den, der gesagt wurde',
  saidLost: 'hat verloren, was darin gesagt wurde, und kein Eintrag sagt, dass es gelöscht wurde',
  textIsOther: ({ than }, tell) => `ist ein anderer Text als ${tell(than)}`,
  textMissing: ({ was }, tell) => `fehlt, und war ${tell(was)}`,
  fileOfVersion: ({ file, version, seq }) =>
    `das ${file} von Version ${version}, das Eintrag ${seq} veröffentlicht hat`,
  readOfVersion: ({ version }) => `das, was aus Version ${version} gelesen wurde`,
  keptBefore: 'der, der abgelegt wurde',
  noDatabaseFile: 'Darin ist kein service.db.',
  folderBusy: `Ein Dienst benutzt ihn. Beenden Sie den Dienst zuerst: ${DAMAGE}`,
  databaseBusy: `Ein Dienst benutzt sie, oder ein anderes fsck oder restore. Beenden Sie zuerst jeden Dienst mit ihr: ${DAMAGE}`,
};
