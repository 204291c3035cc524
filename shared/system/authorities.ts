import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { told, type Told } from '../words/told.ts';
import { ToldError, toldOfFault } from '../words/told-error.ts';

/** Nobody has so many authorities of their own. */
const LARGEST = 1_000_000;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

interface Trusted {
  readonly path: string;
  /** For TLS, trusts them besides what this process trusts anyway; undefined where there are none. */
  readonly secureContext: SecureContext | undefined;
  /** Why the file cannot be used, null where it can, or is not there. */
  readonly problem: Told | null;
}

/**
 * Certificates (PEM) of authorities of one's own, or of a service that signs its own: `authorities.pem` in the folder of an
 * identity. Electron, once packaged, does not look at NODE_EXTRA_CA_CERTS. It is read again whenever it has changed.
 */
class Authorities {
  readonly #path: string;
  #seen = '';
  #trusted: Trusted;

  constructor(home: string) {
    this.#path = join(home, 'authorities.pem');
    this.#trusted = this.#of(undefined, null);
  }

  get trusted(): Trusted {
    try {
      const file = statSync(this.#path, { throwIfNoEntry: false });
      const seen = file ? `${file.mtimeMs}/${file.size}/${file.ino}` : '';
      if (seen === this.#seen) return this.#trusted;
      this.#seen = seen;
      if (file && file.size > LARGEST)
        throw new ToldError(told('fileTooLarge', { path: this.#path, mostBytes: LARGEST }));
      this.#trusted = this.#of(file && contextOf(readFileSync(this.#path, 'utf8')), null);
    } catch (fault) {
      this.#trusted = this.#of(undefined, toldOfFault(fault));
    }
    return this.#trusted;
  }

  #of(secureContext: SecureContext | undefined, why: Told | null): Trusted {
    const path = this.#path;
    const problem = why && told('authoritiesUnusable', { path, why });
    return { path, secureContext, problem };
  }
}

function contextOf(text: string): SecureContext {
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw new ToldError(told('noCertificateIn'));
  // Throws on what looks like one and is none.
  for (const each of certificates) new X509Certificate(each);
  const context = createSecureContext();
  for (const each of certificates) (context.context as { addCACert(pem: string): void }).addCACert(each);
  return context;
}

let own: Authorities | null = null;

/** Those of this folder are trusted by all that this process connects to from now on by `ownAuthorities`. */
export const trustAuthoritiesOf = (home: string): void => void (own = new Authorities(home));

/** Null: no folder was named. */
export const ownAuthorities = (): Trusted | null => own?.trusted ?? null;
