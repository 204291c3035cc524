import { Environment, type ASTNode } from '@marcbachmann/cel-js';
import { err, ok, type Result } from '../../lib/result.ts';
import { VARIABLES } from './condition-schema.ts';

/** What the parser makes room for. Each is far more than somebody can read, and little for a computer. */
export const CEL_LIMITS = {
  maxAstNodes: 400,
  maxDepth: 32,
  maxListElements: 100,
  maxMapEntries: 100,
  maxCallArguments: 4,
};

/** The engine as conditions are read with it: typed variables, and nothing of its own that is switched on. */
const environment = new Environment({
  unlistedVariablesAreDyn: false,
  homogeneousAggregateLiterals: true,
  enableOptionalTypes: false,
  limits: CEL_LIMITS,
});
for (const [name, type] of Object.entries(VARIABLES)) {
  if (typeof type === 'string') environment.registerVariable(name, type);
  else environment.registerVariable(name, { schema: type });
}

/** A part of a condition, as plain data. */
export interface CelNode {
  /** `value`, `id`, `.`, `[]`, `call`, `rcall` (of something: `a.f(b)`), `list`, `map`, `?:`, `!_`, `-_`, or an operator as it is written. */
  readonly op: string;
  /** Of what has one: a variable, a field, a function; else empty. */
  readonly name: string;
  /** Of what is written out; else null. */
  readonly value: unknown;
  /** What it is made of, as it is written; of a map each key before its value. */
  readonly parts: readonly CelNode[];
  /** Null where the engine did not look: at the names of `exists(name, …)`, within `has(…)`, and behind a mistake. */
  readonly type: CelType | null;
  readonly start: number;
  readonly end: number;
}

export interface CelType {
  readonly name: string;
  /** Something in it is known only when it is evaluated. */
  readonly isOpen: boolean;
}

/** What the engine objects to. `start` and `end` count from 0; null where it names no place. */
export interface CelFault {
  readonly code: string;
  readonly summary: string;
  readonly start: number | null;
  readonly end: number | null;
}

export interface CelProgram {
  readonly root: CelNode;
  /** What the typed check found. */
  readonly mistake: CelFault | null;
  /** Throws what goes wrong: see `celFault`. */
  run(context: Readonly<Record<string, unknown>>): unknown;
}

/**
 * Reads a condition and checks its types. This is the one file that knows the engine: all else sees plain data. The engine
 * keeps types on its nodes without declaring them; were they not there, a node would have none, and is refused for that.
 */
export function parseCel(text: string): Result<CelProgram, CelFault> {
  try {
    const parsed = environment.parse(text);
    const { valid, error } = parsed.check();
    const mistake = valid ? null : celFault(error);
    return ok({ root: nodeOf(parsed.ast), mistake, run: (context) => parsed(context) as unknown });
  } catch (fault) {
    return err(celFault(fault));
  }
}

/** Whatever was thrown, as data. Not only the engine throws: memory and stack have an end, too. */
export function celFault(thrown: unknown): CelFault {
  const { code, summary, range } = Object(thrown) as {
    readonly code?: unknown;
    readonly summary?: unknown;
    readonly range?: { readonly start?: unknown; readonly end?: unknown };
  };
  return {
    code: typeof code === 'string' ? code : 'fault',
    summary: typeof summary === 'string' ? summary : '',
    start: typeof range?.start === 'number' ? range.start : null,
    end: typeof range?.end === 'number' ? range.end : null,
  };
}

function nodeOf(ast: ASTNode): CelNode {
  const { op, start, end } = ast;
  const made = { op, name: '', value: null, parts: [] as readonly CelNode[], type: typeOf(ast), start, end };
  switch (ast.op) {
    case 'value':
      return { ...made, value: ast.args };
    case 'id':
      return { ...made, name: ast.args };
    case '.':
    case '.?':
      return { ...made, name: ast.args[1], parts: [nodeOf(ast.args[0])] };
    case 'call':
      return { ...made, name: ast.args[0], parts: ast.args[1].map(nodeOf) };
    case 'rcall':
      return { ...made, name: ast.args[0], parts: [ast.args[1], ...ast.args[2]].map(nodeOf) };
    case 'map':
      return { ...made, parts: ast.args.flat().map(nodeOf) };
    case '!_':
    case '-_':
      return { ...made, parts: [nodeOf(ast.args)] };
    default:
      return { ...made, parts: ast.args.map(nodeOf) };
  }
}

function typeOf(ast: ASTNode): CelType | null {
  const { checkedType } = ast as {
    readonly checkedType?: {
      readonly name: string;
      readonly hasDynType: boolean;
      readonly hasPlaceholderType: boolean;
    };
  };
  if (!checkedType) return null;
  const { name, hasDynType, hasPlaceholderType } = checkedType;
  // Whatever is not said to be closed is open.
  return { name, isOpen: hasDynType !== false || hasPlaceholderType !== false };
}
