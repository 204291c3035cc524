import { inEnglish } from '../../../shared/words/words.ts';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { onlyOptions, readTestArguments } from '../../../build/setup/arguments.js';
import { durationProblem } from '../../../build/setup/duration-problem.js';
import { root } from '../../../build/setup/root.js';
import { parseDuration } from '../../../shared/contract/parse-duration.ts';

// What is written after `npm test --`, `npm start --` and the like is done, or refused in words: never left out in silence.

it.each([
  ['test.js', ['fsat'], 'fast, real, desktop'],
  ['test.js', ['fast', 'test/unit/nothing.test.ts'], 'fast, real, desktop'],
  ['start.js', ['--frob'], '--disable-gpu'],
  ['demo.js', ['--frob'], '--for, --results'],
  ['demo.js', ['--for', '1m', 'more'], '--for, --results'],
  ['check.js', ['lnit'], 'lint'],
  ['setup/setup.js', ['--dekstop'], '--desktop'],
  ['build.js', ['mian'], 'main'],
])('build/%s %s ends with status 2 and the names there are', (script, words, names) => {
  const ran = spawnSync(process.execPath, [join(root, 'build', script), ...words], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  const said = ran.stdout + ran.stderr;
  expect({ status: ran.status, said }).toEqual({
    status: 2,
    said: expect.stringContaining(`“${words.at(-1)}” is not known here`),
  });
  expect(said).toContain(names);
});

test.each(['stdout', 'stderr'] as const)(
  'a reader of %s that has gone ends no script with a stack',
  (stream) => {
    const explain = JSON.stringify(join(root, 'build', 'setup', 'explain.js'));
    // Each line waits for the one before, so that the pipe is known to be closed.
    const script = `import { explain } from ${explain};
    await explain(async () => {
      for (let line = 0; line < 50; line += 1)
        await new Promise((resolve) => process.${stream}.write('a line\\n'.repeat(1000), () => resolve()));
      process.exitCode = 7;
    });`;
    const program = `"$0" --input-type=module -e "$1" ${stream === 'stderr' ? '2>&1 >/dev/null' : ''} | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const ran = spawnSync('bash', ['-c', program, process.execPath, script], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ out: ran.stdout, error: ran.stderr }).toEqual({ out: 'a line\n7\n', error: '' });
  },
);

const known = {
  folders: { fast: ['unit', 'property'], real: ['integration'] },
  files: [
    'test/unit/cli/table.test.ts',
    'test/integration/cli-join.test.ts',
    'test/integration/cli-keys.test.ts',
  ],
};

test('what is known goes on: projects, parts of paths, and options with their values', () => {
  expect(readTestArguments(['fast', 'cli/tab', '-t', 'a name of a test'], known)).toEqual({
    projects: ['fast'],
    rest: ['cli/tab', '-t', 'a name of a test'],
  });
  expect(readTestArguments([], known)).toEqual({ projects: ['fast', 'real'], rest: [] });
});

test('a project that has nothing of what is asked for does not run', () => {
  expect(readTestArguments(['cli-'], known).projects).toEqual(['real']);
  expect(readTestArguments(['--bail=1', 'table'], known).projects).toEqual(['fast']);
  expect(readTestArguments(['-t', 'table'], known).projects).toEqual(['fast', 'real']);
  expect(() => readTestArguments(['fast', 'cli-join', 'cli-keys'], known)).toThrow(
    'fast has no test file with “cli-join” or “cli-keys” in its path.',
  );
});

test('an option has its value after it, or after =', () => {
  const names = ['--for', '--results'];
  for (const args of [[], ['--for', '20s', '--results', '/tmp'], ['--for=20s']])
    expect(() => onlyOptions(args, names)).not.toThrow();
  for (const args of [['--for'], ['--for='], ['--for', ''], ['--for', '-x'], ['--for', '--results', '/tmp']])
    expect(() => onlyOptions(args, names), args.join(' ')).toThrow('“--for” needs a value after it.');
  expect(() => onlyOptions(['--for', '1m', '--results='], names)).toThrow('“--results” needs a value');
  expect([...onlyOptions(['--for=1m', '--results=-x', '--for', '2m'], names)]).toEqual([
    ['--for', '2m'],
    ['--results', '-x'],
  ]);
  expect(() => onlyOptions(['--for', '20s', '--', '--results'], names)).toThrow('“--” is not known here');
});

test('a demo that nobody can ask for is refused before anything is set up', () => {
  const ran = spawnSync(process.execPath, [join(root, 'build', 'demo.js'), '--for', '1x'], {
    encoding: 'utf8',
    timeout: 60_000,
    // Without npm nothing can be installed, and nothing has to be.
    env: { ...process.env, PATH: '' },
  });
  const said = ran.stdout + ran.stderr;
  expect({ status: ran.status, said }).toEqual({
    status: 2,
    said: expect.stringContaining('“--for 1x”: That is not a duration.'),
  });
});

test('what is a duration before anything is set up is one afterwards, and the other way round', () => {
  const problemOf = (text: string): string | null => {
    const parsed = parseDuration(text);
    return parsed.ok ? null : inEnglish(parsed.error);
  };
  for (const text of ['', ' 1H30m ', '0s', '366d', '366d1s', '45', '1m1h', '999999999d', '٣m'])
    expect(durationProblem(text), text).toBe(problemOf(text));
  const units = ['d', 'h', 'm', 's'].map((unit) =>
    fc.option(fc.nat(9_999_999_999), { nil: null }).map((count) => (count === null ? '' : `${count}${unit}`)),
  );
  const texts = fc.oneof(
    fc.tuple(...units).map((parts) => parts.join('')),
    fc.string(),
  );
  fc.assert(fc.property(texts, (text) => durationProblem(text) === problemOf(text)));
});
