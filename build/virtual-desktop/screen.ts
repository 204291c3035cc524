import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Bounds } from './accessibility.ts';

const execute = promisify(execFile);

/** No click or picture takes longer, even on a busy machine. */
const TIMEOUT_MS = 60_000;

/** Mouse, keyboard and eyes of a person before an X display. */
export class Screen {
  readonly #display: string;

  /** @param display as in DISPLAY, `:1` */
  constructor(display: string) {
    this.#display = display;
  }

  /** Moves the pointer there and clicks. */
  async click(x: number, y: number, button: 'left' | 'right' = 'left'): Promise<void> {
    // Two moves: a menu or a button notices the pointer only when it comes in from outside.
    await this.#xdotool('mousemove', String(x - 1), String(y), 'mousemove', String(x), String(y));
    await this.#xdotool('click', button === 'left' ? '1' : '3');
  }

  async clickOn(bounds: Bounds, button: 'left' | 'right' = 'left'): Promise<void> {
    await this.click(
      bounds.x + Math.floor(bounds.width / 2),
      bounds.y + Math.floor(bounds.height / 2),
      button,
    );
  }

  async moveTo(x: number, y: number): Promise<void> {
    await this.#xdotool('mousemove', String(Math.floor(x)), String(Math.floor(y)));
  }

  /** Presses keys one after the other, named as in X: `Return`, `Escape`, `ctrl+a`. */
  async key(...keys: readonly string[]): Promise<void> {
    await this.#xdotool('key', ...keys);
  }

  async type(text: string): Promise<void> {
    await this.#xdotool('type', '--delay', '5', '--', text);
  }

  /** The ids of the visible windows whose title contains `title` (a regular expression). */
  async windows(title: string): Promise<readonly string[]> {
    try {
      const { stdout } = await this.#run('xdotool', ['search', '--onlyvisible', '--name', title]);
      return stdout.split('\n').filter((line) => line !== '');
    } catch {
      // xdotool says "none" with its exit status.
      return [];
    }
  }

  /** Where a window is on the screen; undefined once it is gone. */
  async boundsOf(window: string): Promise<Bounds | undefined> {
    try {
      const { stdout } = await this.#run('xdotool', ['getwindowgeometry', '--shell', window]);
      const number = (name: string): number =>
        Number(new RegExp(`^${name}=(-?\\d+)$`, 'm').exec(stdout)?.[1]);
      return { x: number('X'), y: number('Y'), width: number('WIDTH'), height: number('HEIGHT') };
    } catch {
      return undefined;
    }
  }

  /** The title of the window that gets what is typed; empty while none does. */
  async activeWindow(): Promise<string> {
    try {
      const { stdout } = await this.#run('xdotool', ['getactivewindow', 'getwindowname']);
      return stdout.trim();
    } catch {
      return '';
    }
  }

  /** Keeps a picture of the whole screen, or of one part of it, as PNG. */
  async screenshot(file: string, part?: Bounds): Promise<void> {
    mkdirSync(dirname(file), { recursive: true });
    const crop = part ? ['-crop', `${part.width}x${part.height}+${part.x}+${part.y}`, '+repage'] : [];
    await this.#run('import', ['-window', 'root', ...crop, file]);
  }

  async #xdotool(...args: readonly string[]): Promise<void> {
    await this.#run('xdotool', args);
  }

  async #run(command: string, args: readonly string[]): Promise<{ stdout: string }> {
    return execute(command, [...args], {
      env: { ...process.env, DISPLAY: this.#display },
      timeout: TIMEOUT_MS,
    });
  }
}
