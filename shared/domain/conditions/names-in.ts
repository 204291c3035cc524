import type { CelNode } from './cel.ts';
import { programOf, type Condition } from './compile-condition.ts';
import { pathOf } from './condition-path.ts';

const known = new WeakMap<Condition, ReadonlySet<string>>();

/** What a condition speaks of, as it is written: `request.local.hour`, and `request.local` and `request` with it. Nothing where it cannot be read. */
export function namesIn(condition: Condition): ReadonlySet<string> {
  let names = known.get(condition);
  if (!names) {
    const program = programOf(condition);
    names = program.ok ? new Set(namesOf(program.value.root)) : new Set();
    known.set(condition, names);
  }
  return names;
}

function namesOf(node: CelNode): string[] {
  const path = pathOf(node);
  return [...(path === null ? [] : [path]), ...node.parts.flatMap(namesOf)];
}
