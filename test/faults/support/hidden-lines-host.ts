import { once } from 'node:events';
import { nodeKeyboard } from '../../../shared/cli/node-terminal.ts';

// Asks for two hidden lines. Between them it is busy until SIGUSR2, as somebody is who derives a key.

const keyboard = nodeKeyboard(() => process.exit(130));
const { signal } = new AbortController();
const first = await keyboard.line('first? ', signal, 'hidden');
process.stdout.write(`busy ${process.pid}\n`);
await once(process, 'SIGUSR2');
const second = await keyboard.line('second? ', signal, 'hidden');
keyboard.close();
process.stdout.write(`lengths ${first?.length} ${second?.length}\n`);
