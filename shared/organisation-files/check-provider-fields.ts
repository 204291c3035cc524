import type { ProviderEnd } from '../domain/grant/provider-end.ts';
import { checkProviderValue, type ProviderValueProblem } from '../provider-protocol/check-provider-value.ts';
import type { ProviderSchema, ProviderSchemaNode } from '../provider-protocol/provider-schema.ts';
import { told, type Told } from '../words/told.ts';
import { explainIssue } from './explain-issue.ts';
import type { MistakeList } from './mistake-list.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/** What manifests say of a provider's `config`, its entitlements' `input` and of the end of access, by the `use` of the catalog. */
export type ProviderSchemas = ReadonlyMap<
  string,
  {
    readonly config: ProviderSchema;
    readonly input: ProviderSchema;
    /** The longest that it gives access. */
    readonly maxTtlMs: number | null;
    readonly end: ProviderEnd;
  }
>;

/** Adds what `schema` objects to in a value of catalog.yaml, at its line. Secrets are still `{ secret: NAME }` there. */
export function checkProviderFields(
  schema: ProviderSchema,
  value: unknown,
  { file, path, mistakes }: { file: YamlFile; path: YamlPath; mistakes: MistakeList },
): void {
  const checked = checkProviderValue(schema, value, 'references');
  if (checked.ok) return;
  for (const problem of checked.error) {
    for (const { path: inner, part, told } of explained(problem, { schema, value }))
      mistakes.error(file, [...path, ...inner], told, part);
  }
}

function explained(
  { path, issue }: ProviderValueProblem,
  { schema, value }: { schema: ProviderSchema; value: unknown },
) {
  const name = String(path.findLast((part) => typeof part === 'string') ?? 'value');
  const what = told('theValue', { name });
  const say = (is: Told) => [{ path, part: 'value' as const, told: told('valueIs', { what, is }) }];
  const node = nodeAt(schema, path);
  if (node?.writeOnly) return say(told('isSecret'));
  if (issue.code === 'invalid_value') return say(told('isOneOf', { values: issue.values.map(String) }));
  if (issue.code === 'invalid_format')
    return say(told('looksOtherwise', { pattern: node?.pattern ?? issue.format }));
  return explainIssue(issue, value, Object.keys(node?.properties ?? {}));
}

/** The part of a schema that speaks about the value at `path`; the nearest secret where the path goes into one. */
function nodeAt(schema: ProviderSchemaNode, path: YamlPath): ProviderSchemaNode | undefined {
  let node: ProviderSchemaNode | undefined = schema;
  for (const key of path) {
    if (!node || node.writeOnly) return node;
    const { properties = {} }: ProviderSchemaNode = node;
    if (typeof key === 'number') node = node.items;
    else node = Object.hasOwn(properties, key) ? properties[key] : undefined;
  }
  return node;
}
