import { isCode, type ParamsOf, type Told } from './told.ts';

/** Texts by what they are about; empty where nothing is said. */
export type TextsBy = Readonly<Record<string, string>>;

type Tell = (told: Told) => string;

/** What a language has for the parts of a member and of a rule, and for what became of one. */
interface PartWords {
  readonly member: (member: ParamsOf<'memberIs'>) => TextsBy;
  readonly rule: (rule: ParamsOf<'ruleIs'>, tell: Tell) => TextsBy;
  readonly when: (condition: string) => string;
  readonly zone: (zone: string) => string;
  /** What a rule is about, for whom, and what it answers, in a row. */
  readonly ruleBegins: (about: string, forWhom: string, answer: string) => string;
  readonly changed: (now: string, was: string) => string;
  readonly added: (now: string) => string;
  readonly gone: (was: string) => string;
}

/** All of them: who is told what changes must see each. Nothing where there are none. */
export const everyName = (word: string, names: readonly string[]): string =>
  names.length > 0 ? `${word} ${names.join(', ')}` : '';

export const unlessEmpty = (word: string, text: string): string => (text === '' ? '' : `${word}${text}`);

const listed = (texts: TextsBy): string =>
  Object.values(texts)
    .filter((text) => text !== '')
    .join(', ');

/** Tells members and rules by their parts, and of what changed those that differ. */
export function partsTeller(words: PartWords) {
  const conditional = ({ is, when, zone }: ParamsOf<'ruleIsWhen'>, tell: Tell): TextsBy => ({
    ...(isCode(is, 'ruleIs') ? words.rule(is.params, tell) : { answer: tell(is) }),
    when: words.when(when),
    zone: zone === 'requester' ? '' : words.zone(zone),
  });
  const wholeRule = ({ entitlements = '', requesters = '', answer = '', ...rest }: TextsBy): string => {
    const begin = entitlements === '' ? answer : words.ruleBegins(entitlements, requesters, answer);
    return listed({ begin, ...rest });
  };
  const textsOf = (told: Told, tell: Tell): TextsBy | null => {
    if (isCode(told, 'memberIs')) return words.member(told.params);
    if (isCode(told, 'ruleIs')) return words.rule(told.params, tell);
    return isCode(told, 'ruleIsWhen') ? conditional(told.params, tell) : null;
  };
  return {
    member: (member: ParamsOf<'memberIs'>): string => listed(words.member(member)),
    rule: (rule: ParamsOf<'ruleIs'>, tell: Tell): string => wholeRule(words.rule(rule, tell)),
    conditionalRule: (rule: ParamsOf<'ruleIsWhen'>, tell: Tell): string => wholeRule(conditional(rule, tell)),
    /** Null for what has no parts that are known, or that differ; `alone`: what else is told then. */
    differences(
      { was, now }: { readonly was: Told; readonly now: Told },
      tell: Tell,
      of: string,
      alone: string | null = null,
    ): string | null {
      const [before, after] = [textsOf(was, tell), textsOf(now, tell)];
      if (!before || !after) return null;
      const parts = changedParts(before, after, words);
      return parts.length > 0 ? `${of}: ${parts.join('; ')}` : alone;
    },
  };
}

/** What differs, part by part and in their order, and nothing of what is as it was: nobody finds one word in two long sentences. */
const changedParts = (
  was: TextsBy,
  now: TextsBy,
  { changed, added, gone }: Pick<PartWords, 'changed' | 'added' | 'gone'>,
): string[] =>
  [...new Set([...Object.keys(was), ...Object.keys(now)])].flatMap((part) => {
    const [before = '', after = ''] = [was[part], now[part]];
    if (before === after) return [];
    if (before === '') return [added(after)];
    return [after === '' ? gone(before) : changed(after, before)];
  });
