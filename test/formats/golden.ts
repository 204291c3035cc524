import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Format } from '../../shared/formats/format.ts';

const ROOT = import.meta.dirname;

/**
 * Reads every golden file of a format: `NAME/vN/CASE.json` is what version N wrote, and `CASE.now.json` beside it what that
 * is today, where it differs. Every version has some.
 */
export function goldenFiles<T extends object>(format: Format<T>): void {
  const folder = join(ROOT, format.name);
  describe(`the golden files of ${format.name}`, () => {
    test('are there for every version', () => {
      const versions = Array.from({ length: format.version }, (_, index) => `v${index + 1}`);
      expect(readdirSync(folder).sort()).toEqual(versions.sort());
    });
    for (const version of readdirSync(folder)) {
      const files = readdirSync(join(folder, version));
      for (const file of files.filter((each) => !each.endsWith('.now.json')))
        test(`${version}/${file} is read`, () => {
          const text = (name: string): unknown =>
            JSON.parse(readFileSync(join(folder, version, name), 'utf8'));
          const raw = text(file);
          const now = file.replace(/\.json$/, '.now.json');
          const value = files.includes(now) ? text(now) : raw;
          const read = format.read(raw);
          if (read.kind === 'unknown') throw new Error(`${file} is not known: ${JSON.stringify(raw)}`);
          expect(format.write(read.value)).toEqual({ v: format.version, ...(value as object) });
        });
    }
  });
}
