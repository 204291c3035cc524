import { nodeTerminal } from './node-terminal.ts';
import { runCli } from './run-cli.ts';

// The `latchkey` command.

const status = await runCli(process.argv.slice(2), nodeTerminal());
// Sockets that linger and timers of other people's packages must not keep a finished command alive.
process.exit(status);
