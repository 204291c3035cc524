import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RawNode,
  RootOperationNode,
  UnknownRow,
} from 'kysely';

/** What PostgreSQL calls what the migrations say: there an INTEGER has 64 bits, and texts are ordered by their bytes. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bINTEGER\b/g, 'BIGINT'],
  [/\bBLOB\b/g, 'BYTEA'],
  [/\bTEXT\b/g, 'TEXT COLLATE "C"'],
  [/\) WITHOUT ROWID\b/g, ')'],
];

/** The migrations are written once, in the words of libSQL. Of these, the statements as PostgreSQL takes them. */
export class PostgresWords implements KyselyPlugin {
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    if (node.kind !== 'RawNode') return node;
    const { sqlFragments, ...rest } = node as RawNode;
    return { ...rest, sqlFragments: sqlFragments.map(translated) } as RawNode;
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return Promise.resolve(result);
  }
}

const translated = (statement: string): string =>
  WORDS.reduce((text, [word, itsWord]) => text.replace(word, itsWord), statement);
