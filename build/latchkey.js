#!/usr/bin/env node
import { existsSync } from 'node:fs';

// The `latchkey` command in a checkout.

const cli = new URL('../out/cli/index.js', import.meta.url);
if (existsSync(cli)) {
  await import(cli.href);
} else {
  process.stderr.write('latchkey is not built yet. Run: npm run setup\n');
  process.exitCode = 1;
}
