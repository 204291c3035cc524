import type { grants as en } from '../../en/cli/grants.ts';
import type { WordsOf } from '../../words-of.ts';

export const grants: WordsOf<typeof en> = {
  what: 'Zugriff, den es jetzt gibt, mit der Zeit, die bleibt',
  all: 'auch der von anderen, soweit Sie ihn sehen dürfen',
  left: 'noch',
  nobodyHas: 'Es gibt jetzt keinen Zugriff, den Sie sehen dürfen.',
  youHaveNone:
    'Sie haben jetzt keinen Zugriff. Den von anderen, soweit Sie ihn sehen dürfen, zeigt: latchkey grants --all',
};
