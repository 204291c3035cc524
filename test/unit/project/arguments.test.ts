import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, test } from 'vitest';
import { onlyOptions, readTestArguments } from '../../../build/setup/arguments.js';
import { root } from '../../../build/setup/root.js';

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
    timeout: 30_000,
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
      timeout: 30_000,
    });
    expect({ out: ran.stdout, error: ran.stderr }).toEqual({ out: 'a line\n7\n', error: '' });
  },
);

test('what is known goes on: projects, parts of paths, and options with their values', () => {
  const known = { projects: ['fast', 'real'], files: ['test/unit/cli/table.test.ts'] };
  expect(readTestArguments(['fast', 'cli/tab', '-t', 'a name of a test'], known)).toEqual({
    projects: ['fast'],
    rest: ['cli/tab', '-t', 'a name of a test'],
  });
  expect(readTestArguments([], known)).toEqual({ projects: ['fast', 'real'], rest: [] });
});

test('an option has its value after it, or after =', () => {
  const names = ['--for', '--results'];
  for (const args of [[], ['--for', '20s', '--results', '/tmp'], ['--for=20s']])
    expect(() => onlyOptions(args, names)).not.toThrow();
  expect(() => onlyOptions(['--for'], names)).toThrow('“--for” needs a value after it.');
  expect(() => onlyOptions(['--for', '20s', '--', '--results'], names)).toThrow('“--” is not known here');
});
