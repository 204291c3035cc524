import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RendererPage } from './harness/renderer-page.ts';

let renderer: RendererPage;

beforeAll(async () => {
  renderer = await RendererPage.start();
});
afterAll(async () => {
  await renderer?.stop();
});

const field = () => renderer.page.getByRole('textbox', { name: 'Say something without answering' });

describe('what is written about a request without answering it', () => {
  test('is there again after a look at another request, and with its own request only', async () => {
    await renderer.open('full');
    const { page } = renderer;
    await field().fill('Which shops?');
    await page.locator('#inbox-req0000002').click();
    await page.locator('#inbox-req0000002[aria-selected=true]').waitFor();
    expect(await field().inputValue()).toBe('');
    await page.locator('#inbox-req0000001').click();
    await page.keyboard.press('Control+2');
    await page.keyboard.press('Control+1');
    await page.locator('#inbox-req0000001').click();
    await expect.poll(() => field().inputValue()).toBe('Which shops?');
  });

  test('is told what is wrong with it only until it is changed', async () => {
    await renderer.open('full');
    const said = renderer.page.getByText('Write what the others should know.');
    await field().press('Control+Enter');
    await said.waitFor();
    await field().fill('Which shops?');
    await said.waitFor({ state: 'detached' });
  });

  test('is announced over nothing that is about to be decided, however small the window is', async () => {
    const { page } = renderer;
    for (const [width, height] of [
      [640, 480],
      [1_040, 720],
    ] as const) {
      await page.setViewportSize({ width, height });
      await renderer.open('full');
      await field().fill('Which shops?');
      await field().press('Control+Enter');
      const note = page.getByText(/^Your comment is sent/);
      await note.waitFor();
      const told = await note.locator('..').boundingBox();
      const details = await page.getByRole('region', { name: 'Details' }).boundingBox();
      // Beside the details, with who asks for what and the buttons.
      expect(told && details && told.x + told.width <= details.x).toBe(true);
    }
  });
});
