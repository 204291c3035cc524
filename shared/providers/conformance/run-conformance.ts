import { conformanceChecks, type ConformanceCheck } from './checks.ts';
import { CheckFailed, SubjectUnderTest, type ConformanceTarget } from './subject-under-test.ts';

export interface ConformanceResult {
  readonly name: string;
  readonly ok: boolean;
  /** Why it failed; empty when it passed. */
  readonly message: string;
  readonly tookMs: number;
}

/**
 * Puts a provider to the test at a real target: grants and revokes of its own, one check after the other, all of them
 * also when one fails. Leaves nothing behind, or says in the last result what it could not take away.
 */
export async function runConformance(
  target: ConformanceTarget,
  onResult: (result: ConformanceResult) => void = () => undefined,
): Promise<readonly ConformanceResult[]> {
  const subject = new SubjectUnderTest(target);
  const results: ConformanceResult[] = [];
  const keep = (result: ConformanceResult): void => {
    results.push(result);
    onResult(result);
  };
  const cleanUp: ConformanceCheck = {
    name: 'nothing is left behind',
    run: async () => {
      const left = await subject.cleanUp();
      if (left.length > 0)
        throw new CheckFailed(`these are left, and have to be taken away by hand: ${left.join(', ')}`);
    },
  };
  for (const check of [...conformanceChecks, cleanUp]) {
    if (check.appliesTo?.(subject) === false) continue;
    const startedAt = target.world.clock.monotonicMs();
    const message = await failureOf(check, subject);
    keep({
      name: check.name,
      ok: message === '',
      message,
      tookMs: target.world.clock.monotonicMs() - startedAt,
    });
  }
  return results;
}

async function failureOf(check: ConformanceCheck, subject: SubjectUnderTest): Promise<string> {
  try {
    await check.run(subject);
    return '';
  } catch (error) {
    if (error instanceof CheckFailed) return error.message;
    throw error;
  }
}
