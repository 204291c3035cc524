import { expect, it } from 'vitest';
import { table } from '../../../shared/cli/table.ts';

it('one cell, however long, pushes no other out of sight', () => {
  const drawn = table(
    ['what', 'why'],
    [
      ['x'.repeat(76_000), 'because'],
      ['short', 'because'],
    ],
  );
  expect(drawn).toContain('x…');
  expect(Math.max(...drawn.split('\n').map((line) => line.length))).toBeLessThan(400);
});
