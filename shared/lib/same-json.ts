/**
 * Whether two values are the same as JSON: what `canonicalText` writes of them is, whatever the order of their keys. A member that is
 * undefined is none. Both are to be of what JSON can say, else they are not the same.
 */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) return sameList(one, other);
  return isWithin(one, other) && isWithin(other, one);
}

const sameList = (one: object, other: object): boolean =>
  Array.isArray(one) &&
  Array.isArray(other) &&
  one.length === other.length &&
  one.every((item, index) => sameJson(item ?? null, other[index] ?? null));

/** Whether each member of the one is in the other, and the same there. */
function isWithin(one: object, other: object): boolean {
  const of = other as Readonly<Record<string, unknown>>;
  return Object.entries(one).every(
    ([key, member]) => member === undefined || (Object.hasOwn(of, key) && sameJson(member, of[key])),
  );
}
