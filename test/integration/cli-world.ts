import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../build/setup/root.js';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { runCli } from '../../shared/cli/run-cli.ts';
import type { Terminal } from '../../shared/cli/terminal.ts';
import { SPOKEN, type SpokenProtocol } from '../../shared/contract/protocol-version.ts';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { startService, type RunningService } from '../../shared/service/start-service.ts';
import { systemClock } from '../../shared/system/system-clock.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly note: string;
}

interface CliWorldOptions {
  /** The owner joins, which founds the organisation. */
  readonly isFounded?: boolean;
  /** Of the service and of who types. The service's runner is another process, on the system's. */
  readonly clock?: Clock;
  /** Of the service. */
  readonly logger?: Logger;
  /** Puts there what another world left, before the service starts. */
  readonly takeUp?: (folder: string) => Promise<void>;
}

/** A real service on a free port with the example organisation or other files, and people at terminals of their own. */
export async function startCliWorld(
  files = exampleOrganisation,
  { takeUp, isFounded = takeUp === undefined, clock = systemClock, logger = silent }: CliWorldOptions = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-cli-'));
  await takeUp?.(folder);
  /** What the service speaks from the next call on. */
  const protocol: { -readonly [Key in keyof SpokenProtocol]: SpokenProtocol[Key] } = { ...SPOKEN };
  const start = (listen = { host: '127.0.0.1', port: 0 }, given = files): Promise<RunningService> =>
    startService(
      {
        dataDir: join(folder, 'service'),
        listen,
        exposure: { kind: 'loopback' },
        publicHosts: [],
        name: 'Example',
        owner: undefined,
        organisation: { files: given, providerDigests: {} },
        organisationDir: null,
        acceptClock: false,
        pools: ['default'],
        runnerEntry: join(root, 'out/service/runner-worker.js'),
        parserEntry: join(root, 'out/service/parse-worker.js'),
      },
      { clock, logger, protocol },
    );
  let running = await start();
  const service = running;
  let stopping: Promise<void> | null = null;
  let isUp = true;
  const stopFor = async (reason: string): Promise<void> => {
    if (isUp) await running.stop(reason);
    isUp = false;
  };
  const startAgain = async (given = files): Promise<void> => {
    running = await start({ host: '127.0.0.1', port: Number(new URL(service.url).port) }, given);
    isUp = true;
  };
  const world = {
    folder,
    service,
    protocol,
    home: (person: string) => join(folder, person),
    /** Runs `latchkey …` as this person. */
    async run(person: string, words: readonly string[], changes: Partial<Terminal> = {}): Promise<Ran> {
      const written = { out: '', note: '' };
      const note = changes.note ?? ((text: string) => void (written.note += text));
      const status = await runCli(words, {
        environment: { LATCHKEY_HOME: world.home(person) },
        clock,
        out: (text) => void (written.out += text),
        ...{ note, tell: note },
        written: () => Promise.resolve(null),
        columns: null,
        stop: new AbortController().signal,
        keyboard: null,
        piped: null,
        ...changes,
      });
      return { status, ...written };
    },
    /** One JSON document and nothing else: `JSON.parse` fails otherwise. */
    async json<T>(person: string, words: readonly string[]): Promise<T> {
      const ran = await world.run(person, [...words, '--json']);
      if (ran.status !== 0) throw new Error(`status ${ran.status}: ${ran.note}`);
      return JSON.parse(ran.out) as T;
    },
    /** Makes the device of a person. The owner must have joined. */
    async join(person: string): Promise<void> {
      const { code } = await world.json<{ code: string }>('owner', ['invite', `${person}@example.com`]);
      await world.json(person, ['join', service.url, code]);
    },
    /** The service is started again where it was, with other files. */
    async startedWith(given: typeof files): Promise<void> {
      await stopFor('it is started with other files');
      await startAgain(given);
    },
    /** The service is started again where it was, after something was done to its folder. Throws when it does not start with that. */
    async stoppedWhile(work: () => Promise<void>): Promise<void> {
      await stopFor('its folder is changed');
      await work();
      await startAgain();
    },
    /** The service goes, and stays away. */
    stopService(): Promise<void> {
      stopping ??= stopFor('the test wants it');
      return stopping;
    },
    async stop(): Promise<void> {
      await world.stopService();
      await rm(folder, { recursive: true, force: true });
    },
  };
  if (isFounded) await world.json('owner', ['join', service.url, service.ownerInvite ?? '']);
  return world;
}
