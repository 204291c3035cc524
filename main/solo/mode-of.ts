import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isLoopback } from '../../shared/lib/is-loopback.ts';

/** Without the file that says so: who has a service of their own on this computer lives with that. */
export const modeOf = (home: string, url: string): 'solo' | 'team' =>
  isLoopback(new URL(url).hostname) && existsSync(join(home, 'service')) ? 'solo' : 'team';
