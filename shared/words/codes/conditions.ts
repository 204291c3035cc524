import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** Conditions of rules, in CEL: why one is refused, and why one could not be evaluated. */
export const CONDITIONS = {
  conditionEmpty: none,
  conditionLong: { most: 'count' },
  /** `at`: which character, from 1. */
  conditionHidden: { at: 'count' },
  conditionComment: none,
  conditionUnfinished: none,
  /** `near`: how it goes on there. */
  conditionUnreadable: { at: 'count', near: 'text' },
  conditionOpenQuote: none,
  conditionReserved: { name: 'text' },
  conditionDeep: { most: 'count' },
  conditionLarge: { most: 'count' },
  conditionManyItems: { most: 'count' },
  conditionCostly: { steps: 'count', most: 'count' },
  conditionNoName: { name: 'text', known: 'texts' },
  conditionNoField: { of: 'text', name: 'text', known: 'texts' },
  conditionNoFunction: { name: 'text', known: 'texts' },
  conditionMatches: none,
  conditionZone: { method: 'text', field: 'text' },
  conditionNumber: none,
  conditionValue: none,
  conditionMoment: none,
  conditionLength: none,
  conditionPath: none,
  conditionHas: none,
  conditionLoop: { name: 'text' },
  conditionNameTaken: { name: 'text' },
  conditionNested: { most: 'count' },
  conditionKeys: none,
  conditionKeyTwice: { key: 'text' },
  conditionKeyNever: { key: 'text' },
  /** `part`: of the condition, as it is written there. `kinds`: the types of it, as CEL writes them. */
  conditionKinds: { part: 'text', kinds: 'text' },
  conditionMixed: { part: 'text' },
  conditionOpen: { part: 'text' },
  conditionIndex: { part: 'text' },
  conditionInner: { part: 'text' },
  conditionJoined: { part: 'text' },
  conditionTurned: { part: 'text' },
  conditionDate: { part: 'text' },
  conditionNeverIs: { field: 'text', value: 'text', known: 'texts' },
  conditionNeverBetween: { field: 'text', value: 'text', least: 'count', most: 'count' },
  conditionNotBool: { kind: 'text' },
  /** While it is evaluated. */
  conditionNoKey: { key: 'text' },
  conditionNoItem: none,
  conditionByZero: none,
  conditionOverflow: none,
  conditionFact: { name: 'text' },
  /** `why`: a word of the engine's. */
  conditionFailed: { why: 'text' },
  /** Of a clock somewhere. */
  zoneUnknown: { zone: 'text' },
  momentNone: none,
} as const satisfies CodeTable;
