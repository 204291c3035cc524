/** What `record` itself holds under `key`. Keys come from outside, and `record['constructor']` is something on every object. */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
