import { shortText } from '../lib/short-text.ts';
import type { Unknown } from '../formats/format.ts';
import { fieldOf } from '../formats/wire/field-of.ts';
import type { Logger } from '../ports/logger.ts';

/** So many are remembered, and so much of what each says, in characters: what a service sends makes a runner no larger. */
const MANY = 1_000;
const NAME_LENGTH = 100;

/** Says of leased work that this Latchkey does not know that it is left to others: once, however often it is leased again. */
export class SkippedWork {
  private readonly logger: Logger;
  private readonly told = new Set<string>();

  constructor(logger: Logger) {
    this.logger = logger;
  }

  tell(pool: string, { raw }: Unknown): void {
    const [kind, grantId] = [nameIn(raw, 'kind'), nameIn(raw, 'grantId')];
    const key = JSON.stringify([kind, grantId]);
    if (this.told.has(key)) return;
    if (this.told.size >= MANY) this.told.clear();
    this.told.add(key);
    this.logger.warn(
      { pool, kind, grantId },
      'This work is of a newer Latchkey: it is left to others. Update this one.',
    );
  }
}

function nameIn(raw: unknown, name: string): string | null {
  const value = fieldOf(raw, name);
  return typeof value === 'string' ? shortText(value, NAME_LENGTH) : null;
}
