import type { INPUT } from '../codes/input.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('en');

export const input: BookOf<keyof typeof INPUT> = {
  durationUnit: ({ text }) => `Say the unit: ${text}m, ${text}h or ${text}d.`,
  durationNothing: 'A duration must be longer than nothing. Write for example 45m or 2h.',
  durationYear: 'That is more than a year. Write a shorter duration, for example 45m or 2h.',
  durationForm: 'That is not a duration. Write for example 90s, 45m, 2h, 1h30m or 1d.',
  passphraseShort: ({ least }) =>
    `A passphrase has at least ${least} characters: several words are hard to guess and easy to remember.`,
  passphraseLong: ({ most }) => `A passphrase has at most ${f.count(most)} characters.`,
  callUnreadable: 'The call could not be read. Check that client and service have the same version.',
  theInput: 'The input',
  isTooShort: ({ least }) => `is too short: at least ${least} characters`,
  isTooLong: ({ most }) => `is too long: at most ${most} characters`,
  hasTooFew: ({ least }) => `is too short: at least ${least} of them`,
  hasTooMany: ({ most }) => `is too long: at most ${most} of them`,
  isTooSmall: ({ least }) => `is too small: at least ${least}`,
  isTooLarge: ({ most }) => `is too large: at most ${most}`,
  isMissingOrWrong: 'is missing or of the wrong kind',
  isOfWrongKind: 'is of the wrong kind',
  isWrittenOtherwise: 'is not written as it must be',
  hasUnknownField: 'has a field that is not known here',
  isNoneKnown: 'is none of the values that are known here',
  hasNul: 'has a NUL character in it, which no text needs',
  hasHalfCharacter: 'has half of a character in it, which is no text',
  isNotInOrder: 'is not in order',
};
