import { shortText } from '../lib/short-text.ts';
import { visibleText } from '../lib/visible-text.ts';
import type { Mistake } from '../contract/api-types.ts';
import { FILE_LIMITS } from '../contract/file-limits.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/** Collects mistakes with their places. */
export interface MistakeList {
  error(file: YamlFile, path: YamlPath, message: string, part?: 'key' | 'value'): void;
  warning(file: YamlFile, path: YamlPath, message: string): void;
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
    message: string,
    part: 'key' | 'value' = 'value',
  ) =>
    found.push({
      file: file.name,
      ...file.placeOf(path, part),
      severity,
      message: shortText(visibleText(message), 1_000),
    });
  return {
    error: (file, path, message, part) => void put('error', file, path, message, part),
    warning: (file, path, message) => void put('warning', file, path, message),
    add: (mistakes) => void found.push(...mistakes),
    hasErrors: () => found.some((each) => each.severity === 'error'),
    all: () => listed(found),
  };
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
  const message = `There ${rest === 1 ? 'is 1 more mistake' : `are ${rest} more mistakes`} after this one.`;
  return [{ ...last, severity: 'error', message }];
}
