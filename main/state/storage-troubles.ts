import type { Notice } from '../../shared/contract/snapshot.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { StateKeeper } from './state-keeper.ts';
import { reason } from '../store/reason.ts';

/** Says in banners what cannot be read or written now, for as long as that is so. */
export interface StorageTroubles {
  /** One of the desktop's own files cannot be written; null when it can be again. */
  file(name: string): (fault: unknown) => void;
  /** The replica cannot be opened; null when it is open. */
  history(why: string | null): void;
  /** A file was damaged and set aside; a sentence. */
  damage(name: string): (sentence: string) => void;
}

/** Of what the system says of a file, only a full disk is mended by making room. */
const whatHelps = (fault: unknown): string => {
  const { code } = fault as { code?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Make room';
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
    ? 'Let this user write there'
    : 'Mend that';
};

/** What a person is told who wants to read the history meanwhile. */
export const notReadable = (why: string): string =>
  `The history on this device cannot be read now: ${why}. It is tried again by itself.`;

export function storageTroubles(keeper: Pick<StateKeeper, 'update'>, logger: Logger): StorageTroubles {
  const show = (id: string, text: string | null, dismissible = false): void =>
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
        first === null
          ? null
          : `Latchkey cannot write to its folder: ${reason(first)}. What changes is lost when it stops. ${whatHelps(first)}, and it is written by itself.`,
      );
    },
    history(why) {
      keeper.update((state) => {
        const { unreadable: before, ...log } = state.log;
        if (why === null) return before === undefined ? state : { ...state, log };
        return before === why ? state : { ...state, log: { ...log, unreadable: why } };
      });
      show('history', why === null ? null : `${notReadable(why)} Everything else works.`);
    },
    damage: (name) => (sentence) => show(`damage-${name}`, sentence, true),
  };
}
