import type pg from 'pg';

/**
 * Statements that take away, in this database, what the role's own `ALTER DEFAULT PRIVILEGES … IN SCHEMA` made, and what
 * such a statement of a role that we may act as gave to it: at most `most`. A holder needs no right in a schema for that,
 * so there can be some for each schema. Those without a schema are few (one a kind of thing), so DROP OWNED takes them.
 */
export async function listDefaultRights(
  client: pg.Client,
  oid: number,
  most: number,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ sql: string }>(
    `SELECT pg_catalog.format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I REVOKE ALL ON %s FROM %s CASCADE',
                              owner.rolname, n.nspname, kind.word, pg_catalog.string_agg(DISTINCT grantee.name, ', '::pg_catalog.text)) AS sql
       FROM pg_catalog.pg_default_acl a
       JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace
       JOIN pg_catalog.pg_roles owner ON owner.oid = a.defaclrole
       JOIN (VALUES ('r', 'TABLES'), ('S', 'SEQUENCES'), ('f', 'FUNCTIONS'), ('T', 'TYPES')) AS kind(letter, word)
         ON kind.letter::pg_catalog.text = a.defaclobjtype::pg_catalog.text,
            LATERAL pg_catalog.aclexplode(a.defaclacl) AS given
       LEFT JOIN pg_catalog.pg_roles other ON other.oid = given.grantee,
            LATERAL (SELECT CASE WHEN given.grantee = 0::pg_catalog.oid THEN 'PUBLIC'::pg_catalog.text
                                 ELSE pg_catalog.quote_ident(other.rolname::pg_catalog.text) END) AS grantee(name)
      WHERE a.defaclrole = $1::pg_catalog.int8::pg_catalog.oid
         OR given.grantee = $1::pg_catalog.int8::pg_catalog.oid
            AND pg_catalog.pg_has_role(a.defaclrole, 'USAGE'::pg_catalog.text)
      GROUP BY a.oid, owner.rolname, n.nspname, kind.word LIMIT ${most}`,
    [oid],
  );
  return rows.map(({ sql }) => sql);
}
