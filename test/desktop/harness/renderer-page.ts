import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ElectronApplication, Page } from 'playwright';
import { VirtualDesktop } from '../../../build/virtual-desktop/virtual-desktop.ts';
import type { FakeBridge } from '../../fakes/fake-bridge.ts';
import type { Scenario } from '../../fakes/sample-snapshot.ts';
import type { Language } from '../../../shared/words/language.ts';
import { closeApp } from '../../../build/virtual-desktop/close-app.ts';
import { launchApp } from '../../../build/virtual-desktop/launch-app.ts';
import { fakeBridgeScript, serveRenderer, type ServedRenderer } from './serve-renderer.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What runs in the page knows this; here there is no DOM. */
declare const latchkey: FakeBridge;
declare const axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

/** The real renderer in a real window, on a fake bridge. */
export class RendererPage {
  readonly page: Page;
  /** What the page complained about since it was opened last: a blocked style or script is among it. */
  readonly complaints: string[] = [];
  readonly #served: ServedRenderer;
  readonly #desktop: VirtualDesktop;
  readonly #app: ElectronApplication;

  private constructor(parts: {
    page: Page;
    served: ServedRenderer;
    desktop: VirtualDesktop;
    app: ElectronApplication;
  }) {
    this.page = parts.page;
    this.#served = parts.served;
    this.#desktop = parts.desktop;
    this.#app = parts.app;
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
    this.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
  }

  static async start(): Promise<RendererPage> {
    const [served, script, desktop] = await Promise.all([
      serveRenderer(),
      fakeBridgeScript(),
      VirtualDesktop.start(),
    ]);
    const app = await launchApp(desktop, { home: 'renderer', app: 'test/desktop/harness/page-app' });
    const page = await app.firstWindow({ timeout: 60_000 });
    await page.context().addInitScript(script);
    return new RendererPage({ page, served, desktop, app });
  }

  async stop(): Promise<void> {
    await closeApp(this.#app);
    await this.#desktop.stop();
    await this.#served.stop();
  }

  async open(
    scenario: Scenario,
    theme: 'light' | 'dark' = 'light',
    language: Language = 'en',
  ): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    this.complaints.length = 0;
    await this.page.goto(`${this.#served.url}?scenario=${scenario}&language=${language}`);
    await this.page.locator('h1').waitFor();
  }

  /** What the renderer asked of main, by channel. */
  calls(channel: string): Promise<unknown[]> {
    return this.page.evaluate(
      (name) => latchkey.calls.filter((call) => call.channel === name).map((call) => call.input),
      channel,
    );
  }

  /** Somebody else approves the request that is first in the inbox; `changes` besides. */
  async othersApprove(reviewer: string, changes: { readonly version?: number } = {}): Promise<void> {
    await this.page.evaluate(
      ([by, more]) => {
        const [first, ...others] = latchkey.snapshot.inbox;
        if (!first) throw new Error('nothing waits');
        const review = {
          ...{ reviewer: by, deviceId: 'd', decision: 'approve' as const, step: 0 },
          comment: { text: '', salt: 'A'.repeat(22) },
          ...{ at: first.facts.submittedAt, signature: 'A' },
        };
        latchkey.change({ inbox: [{ ...first, ...more, reviews: [review] }, ...others] });
      },
      [reviewer, changes] as const,
    );
  }

  /** What axe finds, a line each. */
  async accessibilityProblems(): Promise<string[]> {
    await this.page.evaluate(`${AXE};0`);
    return this.page.evaluate(async () => {
      const { violations } = await axe.run();
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ; ')}`,
      );
    });
  }

  /** Whether something is wider or higher than the window. */
  overflows(): Promise<boolean> {
    return this.page.evaluate(
      'document.documentElement.scrollWidth > innerWidth || document.body.scrollHeight > innerHeight',
    );
  }
}
