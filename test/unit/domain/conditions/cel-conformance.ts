import { Environment } from '@marcbachmann/cel-js';
import type { Value } from '@bufbuild/cel-spec/cel/expr/value_pb.js';
import { getConformanceSuite, type IncrementalTestSuite } from '@bufbuild/cel-spec/testdata/tests.js';

/** One case of the specification's own data. */
export interface ConformanceCase {
  /** `comparisons/eq_literal/eq_int_uint`. */
  readonly id: string;
  readonly expression: string;
  /** Whether the engine says what the specification does. */
  isMet(): boolean;
}

type Original = IncrementalTestSuite['tests'][number]['original'];

/** As conditions have it, but that variables have no types: the data brings its own, of which many are of Protocol Buffers. */
const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: false,
});

/** All cases but those of some suites: `proto2`. */
export function conformanceCases(without: ReadonlySet<string>): readonly ConformanceCase[] {
  return getConformanceSuite()
    .suites.filter(({ name }) => !without.has(name))
    .flatMap((suite) => casesOf(suite, suite.name));
}

export const conformanceSuites = (): readonly string[] =>
  getConformanceSuite().suites.map(({ name }) => name);

const casesOf = (suite: IncrementalTestSuite, at: string): readonly ConformanceCase[] => [
  ...suite.tests.map(({ original }) => ({
    id: `${at}/${original.name}`,
    expression: original.expr,
    isMet: () => isMet(original),
  })),
  ...suite.suites.flatMap((inner) => casesOf(inner, `${at}/${inner.name}`)),
];

function isMet({ expr, bindings, resultMatcher, checkOnly }: Original): boolean {
  const wanted = resultMatcher;
  const isErrorWanted = wanted.case === 'evalError' || wanted.case === 'anyEvalErrors';
  let found: unknown;
  try {
    if (checkOnly) return environment.check(expr).valid;
    const context = Object.entries(bindings).map(([name, { kind }]): [string, unknown] => [
      name,
      kind.case === 'value' ? valueOf(kind.value) : undefined,
    ]);
    found = environment.evaluate(expr, Object.fromEntries(context));
  } catch {
    return isErrorWanted;
  }
  switch (wanted.case) {
    case 'value':
      return isSame(found, valueOf(wanted.value));
    case 'typedResult':
      return wanted.value.result === undefined || isSame(found, valueOf(wanted.value.result));
    case undefined:
      return found === true;
    default:
      return false;
  }
}

/** Of what the engine has no value for. */
class Unknown {
  readonly of: string;
  constructor(of: string) {
    this.of = of;
  }
}

/** A whole number without a sign, and the name of a type: the engine does not export its classes for them. */
const unsigned = (value: bigint): unknown => environment.evaluate(`${value}u`);

function valueOf({ kind }: Value): unknown {
  switch (kind.case) {
    case 'nullValue':
      return null;
    case 'uint64Value':
      return unsigned(kind.value);
    case 'listValue':
      return kind.value.values.map(valueOf);
    case 'mapValue':
      return new Map(
        kind.value.entries.map(({ key, value }) => [key && valueOf(key), value && valueOf(value)]),
      );
    case 'objectValue':
      return timeOf(kind.value.typeUrl, kind.value.value);
    case 'typeValue':
      return new Unknown(`type ${kind.value}`);
    case 'boolValue':
    case 'int64Value':
    case 'doubleValue':
    case 'stringValue':
    case 'bytesValue':
      return kind.value;
    default:
      return new Unknown(kind.case ?? '');
  }
}

/** A moment or a length of time as Protocol Buffers write it: 1 is seconds, 2 is nanoseconds, each a number of variable length. */
function timeOf(typeUrl: string, bytes: Uint8Array): unknown {
  const fields = [0n, 0n, 0n];
  for (let at = 0; at < bytes.length;) {
    const field = (bytes[at++] ?? 0) >> 3;
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = BigInt(bytes[at++] ?? 0);
      value |= (byte & 0x7fn) << shift;
      if (byte < 0x80n) break;
    }
    fields[field] = BigInt.asIntN(64, value);
  }
  const [, seconds = 0n, nanos = 0n] = fields;
  if (typeUrl.endsWith('google.protobuf.Timestamp'))
    return new Date(Number(seconds) * 1_000 + Number(nanos) / 1_000_000);
  if (typeUrl.endsWith('google.protobuf.Duration')) return `${seconds} ${nanos}`;
  return new Unknown(typeUrl);
}

function isSame(found: unknown, wanted: unknown): boolean {
  if (wanted instanceof Unknown) return wanted.of === `type ${nameOfType(found)}`;
  if (wanted instanceof Date) return found instanceof Date && found.getTime() === wanted.getTime();
  if (wanted instanceof Uint8Array)
    return found instanceof Uint8Array && String([...found]) === String([...wanted]);
  if (Array.isArray(wanted))
    return (
      Array.isArray(found) &&
      found.length === wanted.length &&
      wanted.every((each, at) => isSame(found[at], each))
    );
  if (wanted instanceof Map) return isSameMap(found, wanted);
  if (isNamed(found, 'Duration')) return `${String(found['seconds'])} ${String(found['nanos'])}` === wanted;
  if (isNamed(found, 'UnsignedInt'))
    return isNamed(wanted, 'UnsignedInt') && found['value'] === wanted['value'];
  return Object.is(found, wanted) || (found === 0 && wanted === 0);
}

function isSameMap(found: unknown, wanted: ReadonlyMap<unknown, unknown>): boolean {
  const entries = found instanceof Map ? [...found] : Object.entries(Object(found) as object);
  if (entries.length !== wanted.size || typeof found !== 'object') return false;
  return [...wanted].every(([key, value]) => entries.some(([k, v]) => isSame(k, key) && isSame(v, value)));
}

const isNamed = (value: unknown, name: string): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && value.constructor.name === name;

const nameOfType = (value: unknown): string => (isNamed(value, 'Type') ? String(value['name']) : '');
