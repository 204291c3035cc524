import { told, type Told } from '../../words/told.ts';
import { isLoopback } from '../../lib/is-loopback.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { ListenPlace } from './listen-address.ts';

/** How what is said is protected. `loopback`: it does not leave this machine; `proxy`: something in front of the service speaks TLS. */
export type Exposure =
  | { readonly kind: 'loopback' }
  | { readonly kind: 'tls'; readonly cert: string; readonly key: string }
  | { readonly kind: 'proxy' };

/** The protection that fits the address, or a sentence: in the clear, what people do and credentials would be anyone's. */
export function chooseExposure(
  place: ListenPlace,
  wished: { readonly tls: { cert: string; key: string } | null; readonly behindProxy: boolean },
): Result<Exposure, Told> {
  if (wished.tls && wished.behindProxy) return err(told('tlsOrProxy'));
  if ('socket' in place) {
    if (!wished.tls && !wished.behindProxy) return ok({ kind: 'loopback' });
    return err(told('socketAlone'));
  }
  if (wished.tls) return ok({ kind: 'tls', ...wished.tls });
  if (wished.behindProxy) return ok({ kind: 'proxy' });
  if (isLoopback(place.host)) return ok({ kind: 'loopback' });
  return err(told('listenInClear', { host: place.host }));
}
