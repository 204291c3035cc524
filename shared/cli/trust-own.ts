import { trustAuthorities } from '../system/authorities.ts';
import { wrongUsage } from './cli-failure.ts';

/** Before a service is spoken to: trusts the authorities of this folder, too. Throws where they cannot be read. */
export function trustOwn(home: string): void {
  const unfit = trustAuthorities(home);
  if (unfit !== null) throw wrongUsage(unfit);
}
