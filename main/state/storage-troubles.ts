import { isDeepStrictEqual } from 'node:util';
import type { Notice } from '../../shared/contract/snapshot.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { StateKeeper } from './state-keeper.ts';
import { reason } from '../store/reason.ts';
import { damageOf } from './with-notice.ts';
import { wordsIn } from '../../shared/words/words.ts';
import { told, type ParamsOf, type Spoken, type Told } from '../../shared/words/told.ts';

/** Says in banners what cannot be read or written now, for as long as that is so. */
export interface StorageTroubles {
  /** One of the desktop's own files cannot be written; null when it can be again. */
  file(name: string): (fault: unknown) => void;
  /** The replica cannot be opened; null when it is open. */
  history(why: Told | null): void;
  /** A file was damaged and set aside; a sentence. */
  damage(name: string): (sentence: Spoken) => void;
}

/** Of what the system says of a file, only a full disk is mended by making room. */
const whatHelps = (fault: unknown): ParamsOf<'filesNotWritten'>['help'] => {
  const { code } = fault as { code?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'makeRoom';
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'letWrite' : 'mend';
};

/** What a person is told who wants to read the history meanwhile. */
export const notReadable = (why: Told): Told => told('historyUnreadable', { why });

export function storageTroubles(keeper: Pick<StateKeeper, 'update'>, logger: Logger): StorageTroubles {
  const show = (id: string, text: Spoken | null, dismissible = false): void =>
    keeper.update((state) => {
      const others = state.notices.filter((each) => each.id !== id);
      if (text === null)
        return others.length === state.notices.length ? state : { ...state, notices: others };
      const notice: Notice = { id, tone: 'warning', text, dismissible };
      return { ...state, notices: [...others, notice] };
    });
  const unwritten = new Map<string, unknown>();
  return {
    file: (name) => (fault) => {
      if (fault === null) unwritten.delete(name);
      else unwritten.set(name, fault);
      if (fault !== null) logger.error({ error: String(fault) }, `${name} could not be written`);
      const [first = null] = unwritten.values();
      show(
        'files',
        first === null ? null : told('filesNotWritten', { why: reason(first), help: whatHelps(first) }),
      );
    },
    history(why) {
      keeper.update((state) => {
        const { unreadable: before, ...log } = state.log;
        if (why === null) return before === undefined ? state : { ...state, log };
        return isDeepStrictEqual(before, why) ? state : { ...state, log: { ...log, unreadable: why } };
      });
      show('history', why === null ? null : told('historyUnreadableElse', { why }));
    },
    damage: (name) => (sentence) => {
      logger.error(
        { file: name, why: wordsIn('en').spoken(sentence) },
        'a file was damaged, and is set aside',
      );
      show(damageOf(name), sentence, true);
    },
  };
}
