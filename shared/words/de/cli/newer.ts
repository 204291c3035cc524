import type { newer as en } from '../../en/cli/newer.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const newer: WordsOf<typeof en> = {
  devices: 'Einige Geräte kommen von einem neueren Latchkey. Aktualisieren Sie Latchkey, um sie zu sehen.',
  outcome: ({ id }) =>
    `Was aus der Anfrage ${id} wurde, kann nur ein neueres Latchkey zeigen. Aktualisieren Sie Latchkey, um es zu sehen.`,
  catalog: 'Den Katalog kann nur ein neueres Latchkey zeigen. Aktualisieren Sie Latchkey, um ihn zu sehen.',
  someDevices:
    'Einige Geräte kann nur ein neueres Latchkey zeigen. Aktualisieren Sie Latchkey, um sie zu sehen.',
  checked: ({ count }) =>
    `Was zu ${count === 1 ? 'einer' : f.count(count)} davon gesagt wurde, kann nur ein neueres Latchkey zeigen. Aktualisieren Sie Latchkey, um es zu sehen.`,
  request: ({ id }) =>
    `Eine Anfrage, deren ID mit ${id} anfängt, kommt von einem neueren Latchkey. Aktualisieren Sie Latchkey, um sie zu sehen.`,
};
