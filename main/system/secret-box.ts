import type { SafeStorage } from 'electron';
import { openText, sealText, type PassphraseKey } from '../../shared/client/passphrase-seal.ts';
import { sealedFormat } from '../../shared/formats/sealed/sealed-format.ts';

/** Keeps text for this user of this computer only. */
export interface SecretBox {
  /**
   * `encrypted`: by the system's keyring. `file`: there is no keyring that really encrypts, so what is kept lies in files that
   * only this user can read. `passphrase`: by a key that the person's passphrase gave.
   */
  readonly kind: 'encrypted' | 'file' | 'passphrase';
  protect(text: string): Buffer;
  /** Null when it cannot be opened: another user, another keyring or passphrase, or a damaged file. */
  reveal(bytes: Buffer): string | null;
}

/** A box that a passphrase can stand in for. */
export interface KeyedBox extends SecretBox {
  /** As it is without a passphrase. */
  readonly system: SecretBox;
  /** The key that is used, as long as this process runs; null where the system does it. */
  key(): PassphraseKey | null;
  use(key: PassphraseKey | null): void;
}

/** On Linux these really encrypt; `basic_text` does it with a password that everybody knows. */
const REAL_BACKENDS: readonly string[] = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'];

export function createSecretBox(storage: SafeStorage): SecretBox {
  const isReal =
    storage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || REAL_BACKENDS.includes(storage.getSelectedStorageBackend()));
  if (!isReal) {
    return {
      kind: 'file',
      protect: (text) => Buffer.from(text, 'utf8'),
      reveal: (bytes) => bytes.toString('utf8'),
    };
  }
  return {
    kind: 'encrypted',
    protect: (text) => storage.encryptString(text),
    reveal(bytes) {
      try {
        return storage.decryptString(bytes);
      } catch {
        return null;
      }
    },
  };
}

/** As `system` does it, until a key is used. What either kept, the other does not reveal. */
export function createKeyedBox(system: SecretBox): KeyedBox {
  let current: PassphraseKey | null = null;
  return {
    system,
    get kind() {
      return current ? 'passphrase' : system.kind;
    },
    key: () => current,
    use: (key) => {
      current = key;
    },
    protect: (text) =>
      current
        ? Buffer.from(sealText(current, { sealed: 'credentials', about: null, text }), 'utf8')
        : system.protect(text),
    reveal: (bytes) => (current ? revealed(current, bytes) : system.reveal(bytes)),
  };
}

function revealed(key: PassphraseKey, bytes: Buffer): string | null {
  try {
    const read = sealedFormat.read(JSON.parse(bytes.toString('utf8')));
    return read.kind === 'known' && read.value.sealed === 'credentials' ? openText(key, read.value) : null;
  } catch {
    return null;
  }
}
