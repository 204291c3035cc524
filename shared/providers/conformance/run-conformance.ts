import { conformanceChecks, type ConformanceCheck } from './checks.ts';
import { CheckFailed, SubjectUnderTest, type ConformanceTarget } from './subject-under-test.ts';
import { told, type Told } from '../../words/told.ts';

export interface ConformanceResult {
  readonly name: Told;
  readonly ok: boolean;
  /** Why it failed; null when it passed. */
  readonly message: Told | null;
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
    name: told('nothingLeftBehind'),
    run: async () => {
      const left = await subject.cleanUp();
      if (left.length > 0) throw new CheckFailed(told('leftBehind', { ids: left.join(', ') }));
    },
  };
  for (const check of [...conformanceChecks, cleanUp]) {
    if (check.appliesTo?.(subject) === false) continue;
    const startedAt = target.world.clock.monotonicMs();
    const message = await failureOf(check, subject);
    keep({
      name: check.name,
      ok: message === null,
      message,
      tookMs: target.world.clock.monotonicMs() - startedAt,
    });
  }
  return results;
}

async function failureOf(check: ConformanceCheck, subject: SubjectUnderTest): Promise<Told | null> {
  try {
    await check.run(subject);
    return null;
  } catch (error) {
    if (error instanceof CheckFailed) return error.told;
    throw error;
  }
}
