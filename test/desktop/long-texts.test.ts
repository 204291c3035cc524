import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeBridge } from '../fakes/fake-bridge.ts';
import { RendererPage } from './harness/renderer-page.ts';

/** What runs in the page knows this. */
declare const latchkey: FakeBridge;

let renderer: RendererPage;

beforeAll(async () => {
  renderer = await RendererPage.start();
});
afterAll(async () => {
  await renderer?.stop();
});

describe('a form never cuts what people write', () => {
  test.each([
    ['Comment', 'Approve', 'reviews.give', async () => renderer.open('full')],
    [
      'Why',
      'Request access',
      'requests.submit',
      async () => {
        await renderer.open('full');
        await renderer.page.getByRole('button', { name: 'Request…' }).click();
        await renderer.page.getByRole('option', { name: /Write to the payments database/ }).click();
      },
    ],
  ] as const)(
    '%s: it says by how much it is too long, and sends nothing',
    async (label, send, channel, open) => {
      await open();
      const { page } = renderer;
      const field = page.getByRole('textbox', { name: label });
      await field.fill('x'.repeat(2_041));
      await page.getByText('41 characters too long: at most 2,000.').waitFor();
      expect((await field.inputValue()).length).toBe(2_041);
      await page.getByRole('button', { name: send }).click();
      await field.and(page.locator(':focus')).waitFor();
      expect(await renderer.calls(channel)).toEqual([]);
    },
  );

  test('what is pasted stays whole', async () => {
    await renderer.open('full');
    const { page } = renderer;
    const field = page.getByRole('textbox', { name: 'Comment' });
    await field.fill('y'.repeat(1_500));
    await field.press('Control+a');
    await field.press('Control+c');
    await field.press('End');
    await field.press('Control+v');
    await page.getByText('1,000 characters too long: at most 2,000.').waitFor();
    expect((await field.inputValue()).length).toBe(3_000);
  });
});

describe('what the service says of the organisation’s files', () => {
  test('stands above every view', async () => {
    await renderer.open('full');
    const { page } = renderer;
    await page.evaluate(() => {
      const { catalog } = latchkey.snapshot;
      const problem =
        'The organisation’s files on the computer of the service have a mistake, so version 7 is still in force. Ask Ana Example to mend it.';
      latchkey.change({ catalog: { ...catalog, problem } });
    });
    await page.getByRole('region', { name: 'Notices' }).getByText('Ask Ana Example to mend it.').waitFor();
    expect(await renderer.accessibilityProblems()).toEqual([]);
  });
});
