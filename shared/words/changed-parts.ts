/** Texts by what they are about; empty where nothing is said. */
export type TextsBy = Readonly<Record<string, string>>;

/** How a language says what became of one part. */
interface Sayings {
  readonly changed: (now: string, was: string) => string;
  readonly added: (now: string) => string;
  readonly gone: (was: string) => string;
}

/** What differs, part by part and in their order, and nothing of what is as it was: nobody finds one word in two long sentences. */
export const changedParts = (was: TextsBy, now: TextsBy, { changed, added, gone }: Sayings): string[] =>
  [...new Set([...Object.keys(was), ...Object.keys(now)])].flatMap((part) => {
    const [before = '', after = ''] = [was[part], now[part]];
    if (before === after) return [];
    if (before === '') return [added(after)];
    return [after === '' ? gone(before) : changed(after, before)];
  });
