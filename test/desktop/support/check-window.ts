import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PICTURES, type Seat } from './seat.ts';

const THEMES = ['light', 'dark'] as const;

/** Takes a picture of the window in each theme and has axe look at it: nothing may be wrong, however slight. */
export async function checkWindow(seat: Seat, name: string): Promise<void> {
  const { page } = seat;
  // Playwright pretends a theme of its own unless told not to; movement would be caught in the middle.
  await page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' });
  for (const theme of THEMES) {
    await seat.app.evaluate(({ nativeTheme }, wanted) => (nativeTheme.themeSource = wanted), theme);
    await expect
      .poll(() => page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
      .toBe(theme === 'dark');
    await page.screenshot({ path: join(PICTURES, `${name}-${theme}.png`) });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    const found = violations.map(
      ({ id, impact, nodes }) => `${impact}: ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`,
    );
    expect(found, `${name}, ${theme}`).toEqual([]);
  }
}
