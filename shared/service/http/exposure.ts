import { isLoopback } from '../../lib/is-loopback.ts';
import { err, ok, type Result } from '../../lib/result.ts';

/** How what goes over the network is protected. `proxy`: something in front of the service speaks TLS. */
export type Exposure =
  | { readonly kind: 'loopback' }
  | { readonly kind: 'tls'; readonly cert: string; readonly key: string }
  | { readonly kind: 'proxy' };

/** The protection that fits the address, or a sentence: in the clear, what people do and credentials would be anyone's. */
export function chooseExposure(
  host: string,
  wished: { readonly tls: { cert: string; key: string } | null; readonly behindProxy: boolean },
): Result<Exposure, string> {
  if (wished.tls && wished.behindProxy)
    return err('Give either --tls-cert and --tls-key, or --behind-proxy, not both.');
  if (wished.tls) return ok({ kind: 'tls', ...wished.tls });
  if (wished.behindProxy) return ok({ kind: 'proxy' });
  if (isLoopback(host)) return ok({ kind: 'loopback' });
  return err(
    `Listening on ${host} would send everything unencrypted. Give --tls-cert FILE and --tls-key FILE, or --behind-proxy when a proxy in front of the service speaks TLS.`,
  );
}
