import { shortText } from '../lib/short-text.ts';
import type { Mistake } from '../contract/mistake.ts';
import { told as tell, type Told, type ToldValue } from '../words/told.ts';
import { FILE_LIMITS } from '../contract/file-limits.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/** Collects mistakes with their places. */
export interface MistakeList {
  error(file: YamlFile, path: YamlPath, told: Told, part?: 'key' | 'value'): void;
  warning(file: YamlFile, path: YamlPath, told: Told): void;
  add(mistakes: readonly Mistake[]): void;
  hasErrors(): boolean;
  /** In the order of files and lines, at most `FILE_LIMITS.mistakes`. */
  all(): Mistake[];
}

export function mistakeList(): MistakeList {
  const found: Mistake[] = [];
  const put = (
    severity: Mistake['severity'],
    file: YamlFile,
    path: YamlPath,
    told: Told,
    part: 'key' | 'value' = 'value',
  ) =>
    found.push({
      file: file.name,
      ...file.placeOf(path, part),
      severity,
      told: shortened(told),
    });
  return {
    error: (file, path, told, part) => void put('error', file, path, told, part),
    warning: (file, path, told) => void put('warning', file, path, told),
    add: (mistakes) => void found.push(...mistakes),
    hasErrors: () => found.some((each) => each.severity === 'error'),
    all: () => listed(found),
  };
}

/** So much is quoted of a file. A cut is shown as one. */
const LONGEST_QUOTE = 300;

const shortened = ({ code, params }: Told): Told => ({
  code,
  params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shortValue(value)])),
});

function shortValue(value: ToldValue): ToldValue {
  if (typeof value === 'string') return shortText(value, LONGEST_QUOTE);
  return typeof value === 'object' && 'code' in value ? shortened(value) : value;
}

const FILE_ORDER = ['people.yaml', 'catalog.yaml', 'policy.yaml'];

function listed(found: readonly Mistake[]): Mistake[] {
  const byPlace = found.toSorted(
    (a, b) =>
      FILE_ORDER.indexOf(a.file) - FILE_ORDER.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
  const shown = byPlace.slice(0, FILE_LIMITS.mistakes);
  return [...shown, ...moreMistakes(shown, byPlace.length)];
}

/** That not all of them are listed, said where the list ends. */
export function moreMistakes(shown: readonly Mistake[], of: number): Mistake[] {
  const last = shown.at(-1);
  const rest = of - shown.length;
  if (!last || rest <= 0) return [];
  return [{ ...last, severity: 'error', told: tell('moreMistakes', { count: rest }) }];
}
