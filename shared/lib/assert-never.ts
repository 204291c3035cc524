/** Makes a `switch` exhaustive: does not compile while a case is missing, and throws if one arrives all the same. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
