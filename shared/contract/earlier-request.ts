// Requests as they were until their plan said whom the rules mean: it named people, who could answer to the end. What it named
// is what `requestHash` of such a request is made of, so it stays readable from `meant` (`reviewedContent`).

type Raw = Readonly<Record<string, unknown>>;

/** An entry as it is written now; what is of no earlier shape comes back as it is. */
export function upEntry(raw: unknown): unknown {
  if (!isObject(raw) || !isEarlier(raw['facts'])) return raw;
  const { facts } = raw;
  const first = raw['type'] === 'requestSubmitted' ? { reviewers: namedIn(facts) } : {};
  return { ...raw, facts: upFacts(facts), ...first };
}

/** The same for a request's state, where it was kept or sent. */
export function upState(raw: unknown): unknown {
  if (!isObject(raw) || !isEarlier(raw['facts'])) return raw;
  const { facts } = raw;
  return { ...raw, facts: upFacts(facts), reviewers: namedIn(facts), former: [] };
}

function upFacts(facts: Raw): Raw {
  const steps = stepsOf(facts).map(({ name, need, reviewers }) => ({
    name,
    need,
    meant: [idsOf(reviewers).map((id) => ({ kind: 'member', id }))],
  }));
  return { ...facts, v: 1, ...(steps.length === 0 ? {} : { plan: { kind: 'review', steps } }) };
}

const namedIn = (facts: Raw): unknown[] => stepsOf(facts).map(({ reviewers }) => idsOf(reviewers));

const idsOf = (reviewers: unknown): readonly unknown[] => (Array.isArray(reviewers) ? reviewers : []);

function stepsOf({ plan }: Raw): readonly Raw[] {
  const steps = isObject(plan) ? plan['steps'] : null;
  return Array.isArray(steps) ? steps.filter(isObject) : [];
}

const isEarlier = (facts: unknown): facts is Raw => isObject(facts) && !Object.hasOwn(facts, 'v');

const isObject = (raw: unknown): raw is Raw => typeof raw === 'object' && raw !== null && !Array.isArray(raw);
