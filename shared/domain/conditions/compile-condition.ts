import { HIDDEN } from '../../lib/visible-text.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { told, type Told } from '../../words/told.ts';
import { parseCel, type CelProgram } from './cel.ts';
import { checkForm } from './check-form.ts';
import { checkTurned, checkTypes } from './check-types.ts';
import { MOST_STEPS, mostSteps } from './condition-cost.ts';
import { kindText, tellCelFault } from './tell-cel-fault.ts';

/** More characters than this nobody reads as one condition. */
export const LONGEST_CONDITION = 1_000;

/** A condition in CEL that can be evaluated. Plain data: what was compiled of it is remembered beside it. */
export interface Condition {
  readonly text: string;
}

/** What must not be hidden, and joiners and what has no meaning of its own, too: what is read must be what is evaluated. */
const UNSEEN = new RegExp(`(?![\\t\\n\\r])(?:${HIDDEN.source}|[\\p{Cf}\\p{Co}])`, 'u');

const programs = new WeakMap<Condition, Result<CelProgram, Told>>();

/** Reads and checks a condition, or says what is wrong with it. Never throws. */
export function compileCondition(text: string): Result<Condition, Told> {
  const compiled = compile(text);
  if (!compiled.ok) return compiled;
  const condition: Condition = Object.freeze({ text });
  programs.set(condition, compiled);
  return ok(condition);
}

/** Of one that was compiled here, or that came from elsewhere as data: that is compiled once. */
export function programOf(condition: Condition): Result<CelProgram, Told> {
  const known = programs.get(condition) ?? compile(condition.text);
  programs.set(condition, known);
  return known;
}

function compile(text: string): Result<CelProgram, Told> {
  const unreadable = typeof text === 'string' ? checkText(text) : told('conditionEmpty');
  if (unreadable) return err(unreadable);
  const parsed = parseCel(text);
  if (!parsed.ok) return err(tellCelFault(parsed.error, text));
  const { root, mistake } = parsed.value;
  const wrong =
    checkComments(text) ??
    checkForm(root) ??
    checkTurned(root, text) ??
    (mistake ? tellCelFault(mistake, text) : null) ??
    checkTypes(root, text) ??
    checkAnswer(root.type?.name ?? '') ??
    checkCost(mostSteps(root));
  return wrong ? err(wrong) : parsed;
}

function checkText(text: string): Told | null {
  if (text.length > LONGEST_CONDITION) return told('conditionLong', { most: LONGEST_CONDITION });
  if (text.trim() === '') return told('conditionEmpty');
  const hidden = UNSEEN.exec(text);
  return hidden ? told('conditionHidden', { at: hidden.index + 1 }) : null;
}

/**
 * A comment goes to the end of its line, and YAML may fold lines into one: all that followed would be lost, and the rule wider.
 * Two slashes in a text are none; two that are apart can stand nowhere else.
 */
function checkComments(text: string): Told | null {
  if (!text.includes('//')) return null;
  return parseCel(text.replaceAll(/\/(?=\/)/g, '/ ')).ok ? null : told('conditionComment');
}

const checkAnswer = (kind: string): Told | null =>
  kind === 'bool' ? null : told('conditionNotBool', { kind: kindText(kind) });

const checkCost = (steps: number): Told | null =>
  steps <= MOST_STEPS ? null : told('conditionCostly', { steps, most: MOST_STEPS });
