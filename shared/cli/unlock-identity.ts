import { keptIdentity, NOT_JOINED, unlockIdentity } from '../client/identity-file.ts';
import type { Identity } from '../client/identity.ts';
import type { PassphraseKey } from '../client/passphrase-seal.ts';
import type { SealedIdentity } from '../client/sealed-identity.ts';
import { askHidden, passphraseIn } from './ask-passphrase.ts';
import { CliFailure } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

/** So often a person is asked before the command ends. It can be run again at once: there is no lockout. */
const TRIES = 3;

/** An identity that is open, and the key that it is kept under; null where it is a key file. */
export interface OpenIdentity {
  readonly identity: Identity;
  readonly key: PassphraseKey | null;
}

/**
 * The identity in `home`, or a failure that says what to do. Where a passphrase protects it, that is read from `--passphrase-file` or asked for without being
 * shown; never taken from the command line or the environment, which others can read.
 */
export async function openIdentityOf(terminal: Terminal, home: string): Promise<OpenIdentity> {
  const kept = await keptIdentity(home);
  if (kept.kind === 'open') return { identity: kept.identity, key: null };
  if (kept.kind === 'locked') return unlock(terminal, home, kept.locked);
  throw new CliFailure(EXIT.usage, kept.kind === 'none' ? NOT_JOINED : kept.why, 'notJoined');
}

async function unlock(terminal: Terminal, home: string, locked: SealedIdentity): Promise<OpenIdentity> {
  const file = terminal.passphraseFile?.();
  if (file !== undefined) return opened(await unlockIdentity(home, locked, await passphraseIn(file)));
  const { keyboard } = terminal;
  if (!keyboard) throw new CliFailure(EXIT.usage, ({ cli }) => cli.passphrase.locked, 'locked');
  for (let tries = 1; ; tries += 1) {
    const passphrase = await askHidden(terminal, keyboard, terminal.words.cli.passphrase.ask);
    const outcome = await unlockIdentity(home, locked, passphrase);
    if (outcome.ok || tries === TRIES) {
      keyboard.close();
      return opened(outcome);
    }
    terminal.note(`${terminal.words.spoken(outcome.error)}\n`);
  }
}

function opened(outcome: Awaited<ReturnType<typeof unlockIdentity>>): OpenIdentity {
  if (!outcome.ok) throw new CliFailure(EXIT.refused, outcome.error, 'wrongPassphrase');
  return outcome.value;
}
