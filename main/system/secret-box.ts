import type { SafeStorage } from 'electron';

/** Keeps text for this user of this computer only. */
export interface SecretBox {
  /** `file`: there is no keyring that really encrypts, so what is kept lies in files that only this user can read. */
  readonly kind: 'encrypted' | 'file';
  protect(text: string): Buffer;
  /** Null when it cannot be opened: another user, another keyring, or a damaged file. */
  reveal(bytes: Buffer): string | null;
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
