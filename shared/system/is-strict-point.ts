/** The prime of the field, 2^255 - 19: a y coordinate at or above it is not canonical. */
const P = 2n ** 255n - 19n;

/** The y coordinate of two of the four points of order 8; the other two have its negative. */
const Y8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

/** The y coordinates of the eight points whose order divides 8 (the sign of x only tells two of one y apart). */
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([0n, 1n, P - 1n, Y8, P - Y8]);

/** Whether 32 bytes encode a y coordinate of Ed25519 that is canonical and not of small order. Does not say that the point is on the curve. */
export function isStrictPoint(encoded: Uint8Array): boolean {
  if (encoded.length !== 32) return false;
  const y = BigInt(`0x${Buffer.from(encoded).reverse().toString('hex')}`) & (2n ** 255n - 1n);
  return y < P && !SMALL_ORDER_Y.has(y);
}
