/** What a program of Latchkey that another one starts needs of the environment, and has of it. */
export const PROGRAM_ENVIRONMENT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'SystemRoot', 'LATCHKEY_LOG'];

/**
 * The environment of a child process: the variables of `names` that there are, and nothing else. What is not listed, secrets
 * of the runner above all, is not there.
 */
export function listedEnvironment(
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
