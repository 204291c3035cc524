import type { z } from 'zod';
import { shortText } from '../lib/short-text.ts';

type Issue = z.core.$ZodIssue;

/** The first thing that a schema objected to, as a sentence that names the field. What was written is not echoed. */
export function inputProblem(issues: readonly Issue[]): string {
  const [first] = issues;
  if (!first) return 'The call could not be read. Check that client and service have the same version.';
  const path = first.path.map(String).join('.').replace(SAID, '');
  const name = path === '' ? 'The input' : `“${shortText(path, 100)}”`;
  return shortText(`${name} ${problemOf(first)}.`, 300);
}

/** What people said stands in a statement, which is nothing that they wrote. */
const SAID = /^signed\.statement\.body\.?/;

function problemOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'is empty';
      return `is too ${word(issue.origin, 'short', 'small')}: at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `is too ${word(issue.origin, 'long', 'large')}: at most ${issue.maximum}${unit(issue.origin)}`;
    case 'invalid_type':
      return issue.input === undefined ? 'is missing or of the wrong kind' : 'is of the wrong kind';
    case 'invalid_format':
      return 'is not written as it must be';
    case 'unrecognized_keys':
      return 'has a field that is not known here';
    case 'custom':
      return issue.message;
    default:
      return 'is none of the values that are known here';
  }
}

const isCounted = (origin: string): boolean => origin === 'string' || origin === 'array' || origin === 'set';
const word = (origin: string, counted: string, measured: string): string =>
  isCounted(origin) ? counted : measured;
const unit = (origin: string): string =>
  origin === 'string' ? ' characters' : isCounted(origin) ? ' of them' : '';
