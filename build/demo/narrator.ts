import { join } from 'node:path';
import type { VirtualDesktop } from '../virtual-desktop/virtual-desktop.ts';

/** A picture of a whole desktop, kept in the folder of results. */
export interface Picture {
  readonly file: string;
  readonly caption: string;
}

/** Tells the demo's story: steps with a deadline, plain lines, and numbered pictures. */
export class Narrator {
  readonly folder: string;
  readonly pictures: Picture[] = [];
  /** The step that is being played, as it was told. */
  step = '';
  #steps = 0;
  #shots = 0;
  readonly #write: (line: string) => void;
  readonly #interruption: AbortSignal;

  /** @param interruption ends the step that is being played */
  constructor(folder: string, write: (line: string) => void, interruption: AbortSignal) {
    this.folder = folder;
    this.#write = write;
    this.#interruption = interruption;
  }

  /**
   * Plays one step.
   * @throws when it fails, takes longer than `withinMs`, or is interrupted
   */
  async act<T>(title: string, withinMs: number, play: () => Promise<T>): Promise<T> {
    this.step = title;
    this.#write(`\n${String((this.#steps += 1)).padStart(2)}. ${title}`);
    let timer: NodeJS.Timeout | undefined;
    let interrupt = (): void => undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`it took longer than ${withinMs / 1_000} s`)), withinMs);
      interrupt = () => reject(this.#interruption.reason as Error);
      if (this.#interruption.aborted) interrupt();
      this.#interruption.addEventListener('abort', interrupt, { once: true });
    });
    try {
      return await Promise.race([play(), late]);
    } finally {
      clearTimeout(timer);
      this.#interruption.removeEventListener('abort', interrupt);
    }
  }

  say(line: string): void {
    this.#write(`      ${line}`);
  }

  /** Takes a picture of a whole desktop. */
  async picture(desktop: VirtualDesktop, name: string, caption: string): Promise<void> {
    const file = `${String((this.#shots += 1)).padStart(2, '0')}-${name}.png`;
    await desktop.screen.screenshot(join(this.folder, file));
    this.pictures.push({ file, caption });
  }
}
