import type { RecoveryDesk } from '../credentials/recovery-desk.ts';
import type { Handlers } from './handlers.ts';

/** Showing and copying the words of a recovery key, until they are written down. */
export function recoveryHandlers(
  desk: Pick<RecoveryDesk, 'words' | 'copy' | 'forget'>,
): Pick<Handlers, 'recovery.words' | 'recovery.copy' | 'recovery.written'> {
  return {
    'recovery.words': () => desk.words(),
    'recovery.copy': () => desk.copy(),
    'recovery.written': () => desk.forget(),
  };
}
