import type { z } from 'zod';

/** The first thing that a schema of ours objected to, with its place; `whole` names what was read. For whoever wrote a program or a file. */
export function issueText({ issues: [first] }: z.core.$ZodError, whole: string): string {
  return `${first?.path.map(String).join('.') || whole}: ${first?.message ?? 'wrong'}`;
}
