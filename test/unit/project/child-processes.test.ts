import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from '../../../build/setup/root.js';

/*
 * Every place of the project that starts a process. A new one fails until it is listed here, and in the product also when
 * it uses a shell, or is not given an environment of its own: with the whole one, secrets of a runner go along.
 */

/** How many each file of the product starts: each without a shell, and with a listed environment. */
const PRODUCT = {
  'main/notifications/fork-notify.ts': 1,
  'main/system/fork-process.ts': 1,
  'shared/cli/fork-notify.ts': 1,
  'shared/providers/ssh-certificate/ssh-keygen.ts': 1,
  'shared/runner/scripts/run-process.ts': 1,
  'shared/service/system/fork-runner.ts': 1,
};

/** Packages that start programs themselves. The first one uses a shell: it runs only in the process that fork-notify.ts starts. */
const PACKAGES = {
  'shared/system/notify-worker.ts': ['node-notifier'],
};

/** What Electron starts by itself: the file manager, for a file that the person chose. */
const ELECTRON = {
  'main/compose-shown.ts': ['openPath', 'showItemInFolder'],
};

/** Of build/ and test/, which run on the computer of who builds, and may have its environment: these use a shell. */
const SHELLS: readonly string[] = [];

/** What a provider's script gets: PATH and what its manifest lists (script-command.ts, with tests of its own). */
const LISTED_ELSEWHERE: ReadonlySet<string> = new Set(['command.environment']);

const STARTERS = ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'fork', 'exec', 'execSync'];
const WITH_SHELL = ['exec', 'execSync'];
const PACKAGES_THAT_START = /^(node-notifier|execa|cross-spawn|open|shelljs|zx|tinyexec|which|node-pty)$/;
const ELECTRON_THAT_STARTS = ['openPath', 'openExternal', 'showItemInFolder', 'relaunch', 'execFile'];

interface Start {
  readonly file: string;
  readonly line: number;
  readonly usesShell: boolean;
  readonly environment: 'listed' | 'whole' | 'none';
}

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => /\.(ts|js|cjs|mjs|svelte)$/.test(path) && !path.endsWith('.d.ts'));

/** A component is read as the code in its script: nothing else of it can import. */
const codeOf = (file: string): string => {
  const text = readFileSync(join(root, file), 'utf8');
  return file.endsWith('.svelte') ? (/<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '') : text;
};

function readFile(file: string, code = codeOf(file)) {
  const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const found = {
    starts: [] as Start[],
    packages: [] as string[],
    electron: [] as string[],
    hidden: [] as string[],
  };
  const names = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const from = node.moduleSpecifier.text;
      const bindings = node.importClause?.namedBindings;
      if (PACKAGES_THAT_START.test(from)) found.packages.push(from);
      if (isChildProcess(from)) {
        if (!bindings || !ts.isNamedImports(bindings)) found.hidden.push(node.getText());
        else
          for (const each of bindings.elements)
            names.set(each.name.text, (each.propertyName ?? each.name).text);
      }
    }
    // However else the module may be had, what is done with it cannot be read here.
    if (
      ts.isCallExpression(node) &&
      node.arguments.some((each) => ts.isStringLiteral(each) && isChildProcess(each.text))
    )
      found.hidden.push(node.getText());
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const called = ts.isIdentifier(expression) ? names.get(expression.text) : undefined;
      const isUtility = /^utilityProcess\s*\.\s*fork$/.test(expression.getText());
      if (isUtility || (called !== undefined && STARTERS.includes(called)))
        found.starts.push({ file, line: lineOf(tree, node), ...describeStart(node, called) });
      if (ts.isPropertyAccessExpression(expression) && /^(shell|app)$/.test(expression.expression.getText()))
        if (ELECTRON_THAT_STARTS.includes(expression.name.text)) found.electron.push(expression.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  // Handed on instead of called, it would be started where nobody looks.
  const imported = [...names.values()].filter((name) => STARTERS.includes(name));
  if (imported.length > 0 && found.starts.length === 0)
    found.hidden.push(`${imported.join(', ')} is not called`);
  return { ...found, importsShell: imported.some((name) => WITH_SHELL.includes(name)) };
}

const isChildProcess = (name: string): boolean => /^(node:)?child_process$/.test(name);
const lineOf = (tree: ts.SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;

/** Options are read where they stand in the call, or in the constant of the same function that is named there. */
function describeStart(call: ts.CallExpression, called: string | undefined): Omit<Start, 'file' | 'line'> {
  const options = call.arguments.map(literalOf).find((each) => each !== null);
  const property = (name: string): ts.ObjectLiteralElementLike | undefined =>
    options?.properties.find((each) => each.name?.getText() === name);
  const env = property('env');
  const written = env && ts.isPropertyAssignment(env) ? env.initializer.getText() : '';
  // Chosen by names that stand there, or written out variable by variable. Whatever else it is, it may be the whole one.
  const isListed = /^listedEnvironment\([A-Z_]+, /.test(written) || isWrittenOut(env);
  return {
    usesShell: (called !== undefined && WITH_SHELL.includes(called)) || property('shell') !== undefined,
    environment: written === '' ? 'none' : isListed || LISTED_ELSEWHERE.has(written) ? 'listed' : 'whole',
  };
}

/** `{ PATH: process.env['PATH'], TZ: 'UTC' }`: without a spread, so each variable has its name there. */
function isWrittenOut(env: ts.ObjectLiteralElementLike | undefined): boolean {
  return (
    env !== undefined &&
    ts.isPropertyAssignment(env) &&
    ts.isObjectLiteralExpression(env.initializer) &&
    env.initializer.properties.every((each) => ts.isPropertyAssignment(each) && ts.isIdentifier(each.name))
  );
}

function literalOf(argument: ts.Expression): ts.ObjectLiteralExpression | null {
  if (ts.isObjectLiteralExpression(argument)) return argument;
  if (!ts.isIdentifier(argument)) return null;
  let scope: ts.Node = argument;
  while (scope.parent && !ts.isFunctionLike(scope)) scope = scope.parent;
  for (let at: ts.Node = argument; at.parent; at = at.parent) {
    const found = declared(at.parent, argument.text);
    if (found) return found;
  }
  return null;
}

function declared(scope: ts.Node, name: string): ts.ObjectLiteralExpression | null {
  if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) return null;
  for (const statement of scope.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: each, initializer } of statement.declarationList.declarations)
      if (each.getText() === name && initializer && ts.isObjectLiteralExpression(initializer))
        return initializer;
  }
  return null;
}

const read = (folders: readonly string[]) =>
  folders.flatMap(sources).map((file) => ({ file, ...readFile(file) }));
const where = ({ file, line }: Start): string => `${file}:${line}`;

describe('child processes', () => {
  const product = read(['main', 'preload', 'renderer', 'shared']);
  const around = read(['build', 'test']).filter(({ file }) => !file.endsWith('child-processes.test.ts'));

  it('every place of the product that starts one is on the list, and nothing else is', () => {
    const counts = product
      .filter(({ starts }) => starts.length > 0)
      .map(({ file, starts }) => [file, starts.length] as const);
    expect(Object.fromEntries(counts)).toEqual(PRODUCT);
  });

  it('none of the product uses a shell', () => {
    expect(product.flatMap(({ starts }) => starts.filter(({ usesShell }) => usesShell).map(where))).toEqual(
      [],
    );
  });

  it('each of the product is given an environment of its own, never the whole one', () => {
    const wrong = product.flatMap(({ starts }) =>
      starts.filter(({ environment }) => environment !== 'listed'),
    );
    expect(wrong.map(where)).toEqual([]);
  });

  it('packages that start programs are imported where they are listed', () => {
    const found = product.filter(({ packages }) => packages.length > 0);
    expect(Object.fromEntries(found.map(({ file, packages }) => [file, packages]))).toEqual(PACKAGES);
  });

  it('what Electron starts is on the list', () => {
    const found = product.filter(({ electron }) => electron.length > 0);
    expect(Object.fromEntries(found.map(({ file, electron }) => [file, electron]))).toEqual(ELECTRON);
  });

  it('build and tests use no shell but where it is listed', () => {
    const shells = around.filter(
      ({ starts, importsShell }) => importsShell || starts.some(({ usesShell }) => usesShell),
    );
    expect(shells.map(({ file }) => file)).toEqual(SHELLS);
  });

  it('the module is imported by name and what it gives is called on the spot, so that this test sees it', () => {
    expect(product.flatMap(({ file, hidden }) => hidden.map((text) => `${file}: ${text}`))).toEqual([]);
  });

  it.each([
    ["import { exec } from 'child_process'; exec('ls');", { usesShell: true, environment: 'none' }],
    [
      "import { spawn as s } from 'node:child_process'; s('ls', [], { shell: true, env: {} });",
      { usesShell: true, environment: 'listed' },
    ],
    [
      "import { spawn } from 'node:child_process'; spawn('ls', []);",
      { usesShell: false, environment: 'none' },
    ],
    [
      "import { fork } from 'node:child_process'; fork('a', { env: process.env });",
      { usesShell: false, environment: 'whole' },
    ],
    [
      "import { fork } from 'node:child_process'; const o = { env: { ...process.env } }; fork('a', o);",
      { usesShell: false, environment: 'whole' },
    ],
    [
      "import { utilityProcess } from 'electron'; utilityProcess.fork('a');",
      { usesShell: false, environment: 'none' },
    ],
  ])('%s is seen as what it is', (code, expected) => {
    expect(readFile('a.ts', code).starts).toMatchObject([expected]);
  });

  it.each([
    ["import * as cp from 'node:child_process'; cp.exec('ls');"],
    ["const cp = require('child_process');"],
    ["const cp = await import('node:child_process');"],
    ["import { spawn } from 'node:child_process'; const start = spawn; start('ls');"],
  ])('%s cannot be read, and is refused', (code) => {
    expect(readFile('a.ts', code).hidden).not.toEqual([]);
  });
});
