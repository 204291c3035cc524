import { nodeTerminal } from './node-terminal.ts';
import { runCli } from './run-cli.ts';

// The `latchkey` command. Not awaited here: commands that are loaded later may lie in files that import this one, and would wait
// for it while it waits for them.

void runCli(process.argv.slice(2), nodeTerminal()).then((status) => {
  // Sockets that linger and timers of other people's packages must not keep a finished command alive.
  process.exit(status);
});
