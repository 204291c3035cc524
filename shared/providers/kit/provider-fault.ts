import type { ProviderError } from '../../provider-protocol/provider-protocol.ts';

/** Thrown within a provider; becomes the `error` of its answer. */
export class ProviderFault extends Error {
  readonly kind: ProviderError['class'];

  constructor(kind: ProviderError['class'], message: string) {
    super(message);
    this.name = 'ProviderFault';
    this.kind = kind;
  }
}
