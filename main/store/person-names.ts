import type Database from 'libsql';
import { prepared } from './prepared.ts';
import { readMeta } from './prepare-history.ts';

// A review carries its reviewer's id only. Their name is the organisation's, else the one they asked under themselves.

/** Null when nobody has said it. */
export function personName(db: Database.Database, person: string): string | null {
  const said = prepared(
    db,
    `
    SELECT coalesce(
      (SELECT name FROM names WHERE person = ?1),
      (SELECT nullif(title, '') FROM facets WHERE kind = 'person' AND key = ?1)
    ) AS name`,
  );
  return (said.get(person) as { name: string | null }).name;
}

/** Takes in the names that the organisation has now. What those people reviewed is indexed again, portion by portion. */
export function learnNames(db: Database.Database, names: Readonly<Record<string, string>>): void {
  const rows = prepared(db, 'SELECT person, name FROM names').all() as { person: string; name: string }[];
  const known = new Map(rows.map(({ person, name }) => [person, name]));
  const learn = prepared(
    db,
    'INSERT INTO names VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name',
  );
  for (const [person, name] of Object.entries(names)) {
    if (known.get(person) === name) continue;
    const before = personName(db, person);
    learn.run(person, name);
    if (before !== name) indexAgain(db, person);
  }
  if (readMeta(db, 'indexed') !== readMeta(db, 'believed')) return;
  // Who has left keeps the name while the entries speak of them: others are nobody's, however many there were.
  const forget = prepared(
    db,
    "DELETE FROM names WHERE person = ?1 AND NOT EXISTS (SELECT 1 FROM facets WHERE kind = 'person' AND key = ?1)",
  );
  for (const person of known.keys()) if (!Object.hasOwn(names, person)) forget.run(person);
}

/** Takes in the name that a requester had when they asked. */
export function nameFromLog(db: Database.Database, person: string, name: string): void {
  const facet = prepared(db, "SELECT title FROM facets WHERE kind = 'person' AND key = ?");
  if ((facet.get(person) as { title: string } | undefined)?.title === name) return;
  const before = personName(db, person);
  prepared(
    db,
    "INSERT INTO facets VALUES ('person', ?, ?) ON CONFLICT DO UPDATE SET title = excluded.title",
  ).run(person, name);
  if (before !== personName(db, person)) indexAgain(db, person);
}

function indexAgain(db: Database.Database, person: string): void {
  prepared(
    db,
    'INSERT OR IGNORE INTO renamed SELECT id FROM involved WHERE person = ? AND as_reviewer = 1',
  ).run(person);
}
