import type { z } from 'zod';
import { asWritten, isTold, told, type ArgsOf, type Told, type ToldCode } from '../words/told.ts';

// What our own schemas object to is told. A schema's message is a text, so that it stands in there as JSON.

/** The rest of a sentence that begins with what is wrong. */
export const because = <C extends ToldCode>(code: C, ...params: ArgsOf<C>): string =>
  JSON.stringify({ is: told(code, ...params) });

/** A whole sentence. */
export const saying = (whole: Told): string => JSON.stringify({ whole });

/** What an issue says: `what` is what it is about. Of schemas that are not ours the message, which goes on after that. */
export function objection(what: Told, { message }: Pick<z.core.$ZodIssue, 'message'>): Told {
  const { is, whole } = parsed(message);
  if (isTold(whole)) return whole;
  if (!isTold(is) && /^[A-Z]/.test(message)) return asWritten(message);
  return told('valueIs', { what, is: isTold(is) ? is : asWritten(message) });
}

/** The rest of a sentence alone. */
export function predicateOf({ message }: Pick<z.core.$ZodIssue, 'message'>): Told {
  const { is } = parsed(message);
  return isTold(is) ? is : asWritten(message);
}

function parsed(message: string): { readonly is?: unknown; readonly whole?: unknown } {
  try {
    return Object(JSON.parse(message)) as object;
  } catch {
    return {};
  }
}
