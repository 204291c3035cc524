/** Lists and objects in one another. What clients send has a few; what a provider keeps as its state, some more. */
const DEEPEST = 64;
/** Values in one call: a heartbeat names 10,000 grants. */
const MOST_VALUES = 100_000;

const CODES = {
  quote: 0x22,
  backslash: 0x5c,
  comma: 0x2c,
  list: 0x5b,
  object: 0x7b,
  listEnd: 0x5d,
  objectEnd: 0x7d,
};

/**
 * Whether JSON of this shape is parsed at all: counted over its bytes, without building anything. Whether it is JSON is
 * for the parser to say.
 */
export function isParsable(bytes: Uint8Array): boolean {
  let [depth, values, isText] = [0, 1, false];
  for (let at = 0; at < bytes.length; at += 1) {
    const code = bytes[at];
    if (isText) {
      if (code === CODES.backslash) at += 1;
      else if (code === CODES.quote) isText = false;
    } else if (code === CODES.quote) isText = true;
    else if (code === CODES.comma) values += 1;
    else if (code === CODES.list || code === CODES.object) depth += 1;
    else if (code === CODES.listEnd || code === CODES.objectEnd) depth -= 1;
    if (depth > DEEPEST || values > MOST_VALUES) return false;
  }
  return true;
}
