import type { Accessibility, ScreenElement } from './accessibility.ts';
import type { Screen } from './screen.ts';
import { waitUntil } from './wait-until.ts';

/** The process in which the panel runs its status tray. */
const TRAY = 'wrapper-2.0';
/** A person looks at a menu before pressing; what has only just come to its place is not what was meant. */
const LOOKS_MS = 900;

/** The first entry of the menu that the panel opens for an icon whose app has not told it a menu yet. */
const PANELS_OWN = 'Status Tray Plugin';

/** The panel's status tray, worked with the mouse. */
export class StatusTray {
  readonly #accessibility: Accessibility;
  readonly #screen: Screen;

  constructor(accessibility: Accessibility, screen: Screen) {
    this.#accessibility = accessibility;
    this.#screen = screen;
  }

  /** The icons, from left to right. */
  async icons(): Promise<readonly ScreenElement[]> {
    const elements = await this.#accessibility.showing(TRAY);
    const icons = elements.filter(({ role, bounds }) => role === 'push button' && bounds.width > 1);
    return icons.toSorted((a, b) => a.bounds.x - b.bounds.x);
  }

  /** Waits until there are `count` icons. */
  async waitForIcons(count: number): Promise<readonly ScreenElement[]> {
    return waitUntil(`${count} icons in the tray`, async () => {
      const icons = await this.icons();
      return icons.length === count && icons;
    });
  }

  /**
   * Opens the menu of an icon with a click and returns its entries.
   * @param tooltip part of the icon's tooltip, when there are several icons
   */
  async openMenu(tooltip?: string): Promise<readonly ScreenElement[]> {
    return waitUntil('the tray menu', async () => {
      await this.#screen.clickOn((await this.#icon(tooltip)).bounds, 'right');
      const items = await waitUntil('a menu', async () => {
        const drawn = await this.menuItems();
        return drawn.length > 0 && drawn;
      });
      if (!items.some(({ name }) => name === PANELS_OWN)) return items;
      await this.closeMenu();
      return undefined;
    });
  }

  /** The entries of the menus that are open now, submenus included; separators have no name. */
  async menuItems(): Promise<readonly ScreenElement[]> {
    const elements = await this.#accessibility.showing(TRAY);
    return elements.filter(({ role, name }) => /menu/.test(role) && name !== '');
  }

  /** Opens the menu and clicks through it, as a person who looks first: `choose(['Request access…'])`. */
  async choose(labels: readonly string[], tooltip?: string): Promise<void> {
    await this.openMenu(tooltip);
    for (const label of labels) await this.#screen.clickOn((await this.#settled(label)).bounds);
  }

  /** The entry, once all of the menu has been the same for as long as a person looks at it. */
  async #settled(label: string): Promise<ScreenElement> {
    let [seen, since] = ['', 0];
    return waitUntil(`the menu entry "${label}"`, async () => {
      const items = await this.menuItems();
      const now = JSON.stringify(items.map(({ name, bounds }) => [name.replace(/\d/g, '0'), bounds]));
      if (now !== seen) [seen, since] = [now, performance.now()];
      const item = items.find(({ name }) => name === label);
      return performance.now() - since >= LOOKS_MS && item;
    });
  }

  async closeMenu(): Promise<void> {
    await this.#screen.key('Escape');
    await waitUntil('the menu to close', async () => (await this.menuItems()).length === 0);
  }

  /** What an icon says when the pointer rests on it. */
  async tooltip(icon: ScreenElement): Promise<string> {
    const { x, y, width, height } = icon.bounds;
    // A tooltip belongs to a pointer that comes in and moves once more inside.
    await this.#screen.moveTo(x + width / 2, y + height + 300);
    await waitUntil('tooltips to go', async () => (await this.#tooltips()).length === 0);
    await this.#screen.moveTo(x + 2, y + height / 2);
    await this.#screen.moveTo(x + width / 2, y + height / 2);
    const shown = await waitUntil('a tooltip', async () => (await this.#tooltips())[0]);
    return shown.name;
  }

  async #tooltips(): Promise<readonly ScreenElement[]> {
    return (await this.#accessibility.showing(TRAY)).filter(({ role }) => role === 'tool tip');
  }

  async #icon(tooltip?: string): Promise<ScreenElement> {
    if (tooltip === undefined) return waitUntil('a tray icon', async () => (await this.icons())[0]);
    return waitUntil(`the tray icon "${tooltip}"`, async () => {
      for (const icon of await this.icons()) if ((await this.tooltip(icon)).includes(tooltip)) return icon;
      return undefined;
    });
  }
}
