import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What is wrong with something that a person wrote, or a program sent. */
export const INPUT = {
  durationUnit: { text: 'text' },
  durationNothing: none,
  durationYear: none,
  durationForm: none,
  passphraseShort: { least: 'count' },
  passphraseLong: { most: 'count' },
  callUnreadable: none,
  theInput: none,
  /** The rest of a sentence, as in `valueIs`. */
  isTooShort: { least: 'count' },
  isTooLong: { most: 'count' },
  hasTooFew: { least: 'count' },
  hasTooMany: { most: 'count' },
  isTooSmall: { least: 'count' },
  isTooLarge: { most: 'count' },
  isMissingOrWrong: none,
  isOfWrongKind: none,
  isWrittenOtherwise: none,
  hasUnknownField: none,
  isNoneKnown: none,
  hasNul: none,
  hasHalfCharacter: none,
  isNotInOrder: none,
} as const satisfies CodeTable;
