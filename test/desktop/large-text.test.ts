import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeBridge } from '../fakes/fake-bridge.ts';
import { RendererPage } from './harness/renderer-page.ts';

declare const latchkey: FakeBridge;
declare function getComputedStyle(element: unknown): {
  readonly backgroundColor: string;
  readonly borderTopStyle: string;
  readonly borderTopColor: string;
};

let renderer: RendererPage;
let page: Page;

beforeAll(async () => {
  renderer = await RendererPage.start();
  page = renderer.page;
});
afterAll(async () => {
  await renderer?.stop();
});

/** The window as it is first, and the smallest that it can be, in what is left of them at 200 %. */
const SIZES = [
  [520, 360],
  [320, 240],
] as const;

const press =
  (...keys: string[]) =>
  async (): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
const VIEWS: readonly (readonly [string, () => Promise<void>])[] = [
  ['the inbox', press()],
  ['a denial', press('d')],
  ['a comment', press('c')],
  ['what is active', press('Control+2')],
  ['the form', press('n')],
  ['the history', press('Control+4')],
  ['one request of the history', press('Control+4', 'Tab', 'Tab', 'Tab', 'Tab', 'Enter')],
  ['the settings', press('Control+5')],
];

/**
 * What stands in the view, or in the sidebar, and does not lie within it from left to right; and what is ours and breaks
 * within a word, which makes a column of letters.
 */
const cutOff = (): Promise<string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('main, nav')].flatMap((part) => {
    const frame = part.getBoundingClientRect();
    const all = [...part.querySelectorAll('button, input, textarea, select, label, h1, h2, dt')];
    return all.flatMap((element) => {
      const { left, right, width, height } = element.getBoundingClientRect();
      if (element.closest('.unseen') || width <= 1) return [];
      const name = element.tagName + ' ' + (element.textContent || element.getAttribute('aria-label') || '').trim();
      if (left < frame.left - 1 || right > frame.right + 1) return ['outside: ' + name];
      return height > 4 * width ? ['broken: ' + name] : [];
    });
  })`);

describe.each(SIZES)('in a window of %i × %i', (width, height) => {
  test.each(VIEWS)('nothing is cut off of %s', async (_name, go) => {
    await page.setViewportSize({ width, height });
    await renderer.open('full');
    await go();
    expect(await cutOff()).toEqual([]);
    expect(await renderer.overflows()).toBe(false);
  });

  test('the label of the comment is as wide as its field, and the buttons of the answer can be seen', async () => {
    await page.setViewportSize({ width, height });
    await renderer.open('full');
    await press('c')();
    const field = await page.locator('textarea:focus').boundingBox();
    const label = await page.getByText('Say something without answering').boundingBox();
    expect(label?.width).toBeGreaterThanOrEqual((field?.width ?? 0) - 1);
    await page.getByRole('button', { name: 'Approve' }).focus();
    const button = await page.getByRole('button', { name: 'Approve' }).boundingBox();
    expect((button?.y ?? height) + (button?.height ?? 0)).toBeLessThanOrEqual(height);
  });
});

describe('the field that somebody types in', () => {
  /** Somebody else comments on the request that is first. */
  const others = (comment: string): Promise<void> =>
    page.evaluate((text) => {
      const [first, ...rest] = latchkey.snapshot.inbox;
      if (!first) throw new Error('nothing waits');
      const { comments = [], version, facts } = first;
      const more = {
        ...{ id: `comment${comments.length}`, by: 'ops@example.com', at: facts.submittedAt },
        text: { text, salt: 'A'.repeat(22) },
      };
      latchkey.change({
        inbox: [{ ...first, version: version + 1, comments: [...comments, more] }, ...rest],
      });
    }, comment);
  const isInView = (): Promise<boolean> =>
    page.evaluate<boolean>(`(() => {
      const field = document.activeElement;
      const { left, right, top, bottom } = field.getBoundingClientRect();
      return field.matches('textarea') &&
        [top + 1, bottom - 1].every((y) => document.elementFromPoint((left + right) / 2, y) === field);
    })()`);

  test.each([
    [1_040, 720, 'c'],
    [640, 480, 'c'],
    [640, 480, 'd'],
    [520, 360, 'c'],
    [520, 360, 'd'],
  ])('stays in view when a comment comes, at %i × %i after %s', async (width, height, key) => {
    await page.setViewportSize({ width, height });
    await renderer.open('full');
    await press(key)();
    await page.keyboard.type('I look at');
    expect(await isInView()).toBe(true);
    for (const line of ['one', 'two', 'three', 'four', 'five']) {
      await others(`${line}: ${'rather wait for the second replica. '.repeat(12)}`);
      await page.getByText(`${line}: rather`).waitFor();
      expect(await isInView()).toBe(true);
    }
    await page.keyboard.type(' it now');
    expect(await page.locator('textarea:focus').inputValue()).toBe('I look at it now');
  });

  test('is not fetched back by a comment when somebody scrolled on to read', async () => {
    await page.setViewportSize({ width: 520, height: 360 });
    await renderer.open('full');
    await press('c')();
    await page.keyboard.type('I look at');
    await page.mouse.move(300, 150);
    await page.mouse.wheel(0, -5_000);
    await expect.poll(isInView).toBe(false);
    await others('rather wait');
    await page.getByText('rather wait').waitFor();
    expect(await isInView()).toBe(false);
  });
});

describe('in colours that the system forces', () => {
  const look = (selector: string): Promise<{ ground: string; ink: string; ring: string; frame: string }> =>
    page.evaluate(`(() => {
      const { backgroundColor, color, outlineStyle, outlineColor, borderTopStyle, borderTopColor } =
        getComputedStyle(document.querySelector(${JSON.stringify(selector)}));
      return { ground: backgroundColor, ink: color, ring: outlineStyle + ' ' + outlineColor, frame: borderTopStyle + ' ' + borderTopColor };
    })()`);
  const open = async (...keys: string[]): Promise<void> => {
    await page.setViewportSize({ width: 1_040, height: 720 });
    await renderer.open('full');
    await page.emulateMedia({ forcedColors: 'active' });
    await press(...keys)();
  };
  /** The colours that the system has for what is chosen. */
  const system = (): Promise<{ ground: string; ink: string }> =>
    page.evaluate(`(() => {
      const probe = document.createElement('i');
      probe.style.cssText = 'forced-color-adjust: none; background: Highlight; color: HighlightText';
      document.body.append(probe);
      const { backgroundColor, color } = getComputedStyle(probe);
      probe.remove();
      return { ground: backgroundColor, ink: color };
    })()`);

  test.each([
    ['the chosen request', '[role=option][aria-selected=true]', []],
    ['the view', 'nav [aria-current]', []],
    ['the duration', 'label.choice:has(> input[type=radio]:checked)', ['n']],
    ['the theme', 'label:has(> input[type=radio]:checked)', ['Control+5']],
    ['a switch that is on', '[role=switch]:checked', ['Control+5']],
  ] as const)('%s looks chosen', async (_name, selector, keys) => {
    await open(...keys);
    const { ground, ink } = await look(selector);
    const chosen = await system();
    expect(ground).toBe(chosen.ground);
    if (!selector.includes('switch')) expect(ink).toBe(chosen.ink);
  });

  test('how many wait can be read also where the view is chosen', async () => {
    await open();
    const { ground, ink } = await look('nav [aria-current] .count');
    expect(ink).not.toBe(ground);
  });

  test('what is chosen has the ring of the focus in another colour than its ground', async () => {
    await open();
    const { ground, ring } = await look('[role=option][aria-selected=true]');
    expect(ring).toMatch(/^solid /);
    expect(ring).not.toBe(`solid ${ground}`);
  });

  test('buttons have a frame, and the one that is meant stands out', async () => {
    await open();
    const button = (name: string): Promise<string> =>
      page.getByRole('button', { name }).evaluate((element) => {
        const { backgroundColor, borderTopStyle, borderTopColor } = getComputedStyle(element);
        return `${borderTopStyle} ${borderTopColor === backgroundColor ? 'unseen' : 'seen'} ${backgroundColor}`;
      });
    expect(await button('Deny')).toMatch(/^solid seen/);
    expect(await button('Approve')).toContain((await system()).ground);
  });
});
