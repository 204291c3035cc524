import type { z } from 'zod';

/** The first thing that a schema objected to, with its place. Input itself is not echoed. */
export function sayInputProblem(error: z.ZodError): string {
  const first = error.issues[0];
  if (!first) return 'This could not be read.';
  const place = first.path.map(String).join('.') || 'input';
  return `${place}: ${first.message}`.slice(0, 300);
}
