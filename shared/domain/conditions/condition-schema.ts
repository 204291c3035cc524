/** Types of the fields of something, or of what stands in it. */
interface Fields {
  readonly [name: string]: string | Fields;
}

export const TIMESTAMP = 'google.protobuf.Timestamp';
export const DURATION = 'google.protobuf.Duration';

/** What a condition may speak of, with the types of CEL. `ConditionFacts` says what each is. */
export const VARIABLES = {
  requester: {
    id: 'string',
    name: 'string',
    kind: 'string',
    groups: 'list<string>',
    manager: 'string',
    timezone: 'string',
    isOwner: 'bool',
  },
  entitlement: {
    id: 'string',
    provider: 'string',
    // not for people: the name of a type.
    tags: 'map<string, string>',
  },
  request: {
    durationMinutes: 'int',
    reason: 'string',
    ticket: 'string',
    task: 'string',
    origin: 'string',
    startsAt: TIMESTAMP,
    local: { date: 'string', weekday: 'int', hour: 'int', minute: 'int', holiday: 'bool' },
  },
  now: TIMESTAMP,
} as const satisfies Fields;

/** The fields of something by its path: `request`, `request.local`; null for what has none of its own. */
export function fieldsAt(path: string): readonly string[] | null {
  let at: string | Fields = VARIABLES;
  for (const name of path.split('.')) {
    if (typeof at === 'string' || !Object.hasOwn(at, name)) return null;
    at = at[name] ?? '';
  }
  return typeof at === 'string' ? null : Object.keys(at);
}

export const KINDS = ['person', 'service'] as const;
export const ORIGINS = ['desktop', 'cli', 'ci', 'agent'] as const;

/** Texts that are one of these. Whoever compares them with another has mistyped it. */
export const TEXTS_OF: Readonly<Record<string, readonly string[]>> = {
  'requester.kind': KINDS,
  'request.origin': ORIGINS,
};

/** Numbers that lie between these. Sunday is 7, as in ISO 8601. */
export const NUMBERS_OF: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'request.local.weekday': [1, 7],
  'request.local.hour': [0, 23],
  'request.local.minute': [0, 59],
};

/** What may be called: `size(x)` and `x.size()` are the same. */
export const FUNCTIONS = ['size', 'has', 'timestamp', 'duration'] as const;
export const METHODS = ['size', 'startsWith', 'endsWith', 'contains'] as const;
export const LOOPS = ['all', 'exists', 'exists_one', 'filter', 'map'] as const;

/**
 * The engine's methods of moments, and what to ask instead. With a zone they are wrong around changes of daylight-saving time where the
 * computer's own zone is not UTC; without one they are of UTC, which is nobody's day.
 */
export const ZONE_METHODS: Readonly<Record<string, string>> = {
  getDate: 'request.local.date',
  getDayOfMonth: 'request.local.date',
  getDayOfWeek: 'request.local.weekday',
  getDayOfYear: 'request.local.date',
  getFullYear: 'request.local.date',
  getMonth: 'request.local.date',
  getHours: 'request.local.hour',
  getMinutes: 'request.local.minute',
  getSeconds: 'request.local.minute',
  getMilliseconds: 'request.local.minute',
};

/** So much of each a condition is evaluated with; with more it cannot be. What a condition may cost is reckoned with these. */
export const MOST = {
  groups: 1_000,
  tags: 100,
  reasonLength: 2_000,
  /** Of every other text. */
  textLength: 200,
} as const;
