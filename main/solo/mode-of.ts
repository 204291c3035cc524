import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isOnThisComputer } from '../../shared/lib/service-place.ts';

/** Without the file that says so: who has a service of their own on this computer lives with that. */
export const modeOf = (home: string, url: string): 'solo' | 'team' =>
  isOnThisComputer(url) && existsSync(join(home, 'service')) ? 'solo' : 'team';
