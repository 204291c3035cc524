import { newKeySchema } from './scalars.ts';

/**
 * Where X25519 gives everybody the same secret, whatever the other key is: the u-coordinates of small order (RFC 7748, section 6.1),
 * little-endian hex, also as numbers of the field that are not reduced. The highest bit of a key does not count.
 */
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/** A key that credentials are sealed to, from now on: nothing can be sealed to one of small order. */
export const newSealingKeySchema = newKeySchema.refine((key) => !SMALL_ORDER.has(coordinateOf(key)));

function coordinateOf(key: string): string {
  const bytes = Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (each) => each.charCodeAt(0));
  return bytes
    .map((byte, index) => (index === 31 ? byte & 0x7f : byte).toString(16).padStart(2, '0'))
    .join('');
}
