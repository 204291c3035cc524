import { Bus } from './bus.ts';

/** Something on the screen, as assistive technology sees it. Coordinates are the screen's pixels. */
export interface ScreenElement {
  readonly application: string;
  readonly role: string;
  readonly name: string;
  readonly bounds: Bounds;
  /** False for a greyed-out menu item or button. */
  readonly enabled: boolean;
  readonly path: string;
  readonly parent: string;
}

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Reference {
  readonly destination: string;
  readonly path: string;
}

const ACCESSIBLE = 'org.a11y.atspi.Accessible';
const REGISTRY = 'org.a11y.atspi.Registry';
const ROOT = '/org/a11y/atspi/accessible/root';
const NOTHING = '/org/a11y/atspi/null';
/** Bits of the state set: https://gnome.pages.gitlab.gnome.org/at-spi2-core/libatspi/enum.StateType.html */
const STATE_SENSITIVE = 1 << 24;
const STATE_SHOWING = 1 << 25;
/** A menu is a few levels deep; anything deeper is an application that shows its whole document. */
const DEEPEST = 12;

/**
 * The accessibility bus (AT-SPI) of a desktop. The panel's status tray lives in a plug that the tree does not show, nor
 * its menus, but their elements announce themselves in events; so the elements seen in events are kept, too.
 */
export class Accessibility {
  readonly #bus: Bus;
  readonly #seen = new Map<string, Reference>();

  private constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** @param session the desktop's session bus, which knows the address of the accessibility bus */
  static async connect(session: Bus): Promise<Accessibility> {
    const a11y = { destination: 'org.a11y.Bus', path: '/org/a11y/bus', interface: 'org.a11y.Bus' };
    const [address] = await session.call({ ...a11y, member: 'GetAddress' });
    const accessibility = new Accessibility(await Bus.connect(String(address)));
    await accessibility.#watch();
    return accessibility;
  }

  close(): void {
    this.#bus.close();
  }

  /** Every element of these applications that is on the screen now. */
  async showing(...applications: readonly string[]): Promise<readonly ScreenElement[]> {
    const found = new Map<string, ScreenElement>();
    for (const application of await this.#applications()) {
      if (!applications.includes(application.name)) continue;
      const starts = [application.reference, ...this.#seen.values()].filter(
        ({ destination }) => destination === application.reference.destination,
      );
      for (const start of starts) await this.#collect(start, application.name, found, 0);
    }
    return [...found.values()];
  }

  async #watch(): Promise<void> {
    const registry = { destination: REGISTRY, path: '/org/a11y/atspi/registry', interface: REGISTRY };
    await this.#bus.listen("type='signal',interface='org.a11y.atspi.Event.Object'", ({ sender, path }) => {
      this.#seen.set(sender + path, { destination: sender, path });
    });
    await this.#bus.call({ ...registry, member: 'RegisterEvent', signature: 's', body: ['object:'] });
  }

  async #applications(): Promise<readonly { name: string; reference: Reference }[]> {
    const references = await this.#children({ destination: REGISTRY, path: ROOT });
    const named = references.map(async (reference) => ({
      name: await this.#text(reference, 'Name'),
      reference,
    }));
    // An application that is just ending does not answer.
    return (await Promise.allSettled(named)).flatMap((one) =>
      one.status === 'fulfilled' ? [one.value] : [],
    );
  }

  async #collect(
    at: Reference,
    application: string,
    found: Map<string, ScreenElement>,
    depth: number,
  ): Promise<void> {
    if (depth > DEEPEST || found.has(at.path) || at.path === NOTHING) return;
    try {
      const [states] = await this.#bus.call({ ...at, interface: ACCESSIBLE, member: 'GetState' });
      const [low = 0] = states as number[];
      if (at.path !== ROOT && (low & STATE_SHOWING) === 0) return;
      if (at.path !== ROOT)
        found.set(at.path, await this.#describe(at, application, (low & STATE_SENSITIVE) !== 0));
      for (const child of await this.#children(at)) await this.#collect(child, application, found, depth + 1);
    } catch {
      // Gone since it was announced.
      this.#seen.delete(at.destination + at.path);
    }
  }

  async #describe(at: Reference, application: string, enabled: boolean): Promise<ScreenElement> {
    const [role] = await this.#bus.call({ ...at, interface: ACCESSIBLE, member: 'GetRoleName' });
    const [, parent] = (await this.#bus.property({ ...at, interface: ACCESSIBLE }, 'Parent')) as [
      string,
      string,
    ];
    return {
      application,
      role: String(role),
      name: await this.#text(at, 'Name'),
      bounds: await this.#bounds(at),
      enabled,
      path: at.path,
      parent,
    };
  }

  async #bounds(at: Reference): Promise<Bounds> {
    const component = {
      ...at,
      interface: 'org.a11y.atspi.Component',
      member: 'GetExtents',
      signature: 'u',
      body: [0],
    };
    const [extents] = await this.#bus.call(component);
    const [x = 0, y = 0, width = 0, height = 0] = extents as number[];
    return { x, y, width, height };
  }

  async #text(at: Reference, property: string): Promise<string> {
    return String(await this.#bus.property({ ...at, interface: ACCESSIBLE }, property));
  }

  async #children(at: Reference): Promise<readonly Reference[]> {
    const [children] = await this.#bus.call({ ...at, interface: ACCESSIBLE, member: 'GetChildren' });
    return (children as [string, string][]).map(([destination, path]) => ({ destination, path }));
  }
}
