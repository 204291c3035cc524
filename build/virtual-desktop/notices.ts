import type { Accessibility, ScreenElement } from './accessibility.ts';
import type { Screen } from './screen.ts';
import { waitUntil } from './wait-until.ts';

const SERVER = 'xfce4-notifyd';

/** A notification on the screen: its texts from top to bottom, and its buttons. */
export interface Notice {
  readonly texts: readonly string[];
  readonly buttons: readonly ScreenElement[];
  readonly frame: ScreenElement;
}

/** The notifications that a person sees, worked with the mouse. */
export class Notices {
  readonly #accessibility: Accessibility;
  readonly #screen: Screen;

  constructor(accessibility: Accessibility, screen: Screen) {
    this.#accessibility = accessibility;
    this.#screen = screen;
  }

  async showing(): Promise<readonly Notice[]> {
    const elements = await this.#accessibility.showing(SERVER);
    return elements.filter(({ role }) => role === 'frame').map((frame) => describe(frame, elements));
  }

  /** Waits for a notification one of whose texts contains `text`. */
  async waitFor(text: string): Promise<Notice> {
    return waitUntil(`a notification with "${text}"`, async () => this.#find(text));
  }

  /** Waits until no notification with `text` is left. */
  async waitUntilGone(text: string): Promise<void> {
    await waitUntil(
      `the notification with "${text}" to go`,
      async () => (await this.#find(text)) === undefined,
    );
  }

  /** Clicks the button `label` of the notification that contains `text`. */
  async click(label: string, text: string): Promise<void> {
    const button = await waitUntil(`the button "${label}" of the notification "${text}"`, async () =>
      (await this.#find(text))?.buttons.find(({ name }) => name === label),
    );
    await this.#screen.clickOn(button.bounds);
  }

  async #find(text: string): Promise<Notice | undefined> {
    return (await this.showing()).find(({ texts }) => texts.some((line) => line.includes(text)));
  }
}

function describe(frame: ScreenElement, elements: readonly ScreenElement[]): Notice {
  const parents = new Map(elements.map(({ path, parent }) => [path, parent]));
  const isInside = (element: ScreenElement) => {
    let at: string | undefined = element.parent;
    while (at !== undefined && at !== frame.path) at = parents.get(at);
    return at === frame.path;
  };
  const inside = elements.filter(isInside);
  return {
    frame,
    texts: inside.filter(({ role, name }) => role === 'label' && name !== '').map(({ name }) => name),
    buttons: inside.filter(({ role }) => role === 'push button'),
  };
}
