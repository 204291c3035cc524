import type { z } from 'zod';
import { shortText } from '../lib/short-text.ts';
import { told, type Told } from '../words/told.ts';
import { objection } from './schema-words.ts';

type Issue = z.core.$ZodIssue;

/** The first thing that a schema objected to, with the name of the field. What was written is not echoed. */
export function inputProblem(issues: readonly Issue[]): Told {
  const [first] = issues;
  if (!first) return told('callUnreadable');
  const path = first.path.map(String).join('.').replace(SAID, '');
  const what = path === '' ? told('theInput') : told('theValue', { name: shortText(path, 100) });
  return first.code === 'custom' ? objection(what, first) : told('valueIs', { what, is: problemOf(first) });
}

/** What people said stands in a statement, which is nothing that they wrote. */
const SAID = /^signed\.statement\.body\.?/;

function problemOf(issue: Issue): Told {
  switch (issue.code) {
    case 'too_small': {
      const least = Number(issue.minimum);
      if (issue.origin === 'string') return least === 1 ? told('isEmpty') : told('isTooShort', { least });
      return isCounted(issue.origin) ? told('hasTooFew', { least }) : told('isTooSmall', { least });
    }
    case 'too_big': {
      const most = Number(issue.maximum);
      if (issue.origin === 'string') return told('isTooLong', { most });
      return isCounted(issue.origin) ? told('hasTooMany', { most }) : told('isTooLarge', { most });
    }
    case 'invalid_type':
      return told(issue.input === undefined ? 'isMissingOrWrong' : 'isOfWrongKind');
    case 'invalid_format':
      return told('isWrittenOtherwise');
    case 'unrecognized_keys':
      return told('hasUnknownField');
    default:
      return told('isNoneKnown');
  }
}

const isCounted = (origin: string): boolean => origin === 'array' || origin === 'set';
