import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrganisationTexts } from '../../shared/organisation-files/parse-organisation.ts';
import { root } from '../../build/setup/root.js';
import { socketPathOf } from '../../shared/lib/service-place.ts';
import { limitedDescriptors } from './limited-descriptors.ts';

export interface ServiceProcessSettings {
  readonly organisation: OrganisationTexts;
  /** Of the whole environment; `LATCHKEY_FAILPOINT` goes here. */
  readonly env?: Readonly<Record<string, string>>;
  readonly pools?: string;
  /** How many files and connections it may have open; else what the system allows. */
  readonly descriptors?: number;
  /** A descriptor for its stderr; else it is read into `output`. */
  readonly stderr?: number;
  /** The text of its runner's secrets.yaml. */
  readonly secrets?: string;
  /** `--database`: what it keeps is there, and in its folder only what is its own. */
  readonly database?: string;
  /** Where it listens; else at a free port. */
  readonly listen?: string;
  /** Its data folder, where that is there before; else one of its own. */
  readonly data?: string;
}

/** It migrates a database and makes keys before it listens, on a machine that does other things as well. */
const LISTENS_WITHIN_MS = 60_000;

/** The built service as a process: one after another on one data folder and, from the second on, one address. */
export class ServiceProcess {
  readonly folder: string;
  url = '';
  ownerInvite = '';
  output = '';
  /** `--former-listen`, from the next start on. */
  former: string | null = null;
  /** What it said as it began to listen. */
  said: { readonly listening: string; readonly ownerInvite?: string; readonly former?: string } = {
    listening: '',
  };
  /** `--advertise`, from the next start on: addresses are known once all services have listened. */
  advertise: readonly string[] = [];
  #child: ChildProcess | null = null;
  readonly #settings: ServiceProcessSettings;

  private constructor(folder: string, settings: ServiceProcessSettings) {
    this.folder = folder;
    this.#settings = settings;
  }

  /** Makes the folders of a service that is not started yet. */
  static async make(settings: ServiceProcessSettings): Promise<ServiceProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-service-'));
    await mkdir(join(folder, 'organisation'));
    for (const name of ['people', 'catalog', 'policy'] as const)
      await writeFile(join(folder, 'organisation', `${name}.yaml`), settings.organisation[name]);
    if (settings.secrets !== undefined) {
      await mkdir(join(folder, 'home'), { mode: 0o700 });
      await writeFile(join(folder, 'home', 'secrets.yaml'), settings.secrets, { mode: 0o600 });
    }
    return new ServiceProcess(folder, settings);
  }

  static async start(settings: ServiceProcessSettings): Promise<ServiceProcess> {
    const service = await ServiceProcess.make(settings);
    await service.start();
    return service;
  }

  /** The folder of its database, log and keys. */
  get data(): string {
    return this.#settings.data ?? join(this.folder, 'data');
  }

  /** @param env for this process alone, like a failpoint; as are other `pools` than those it was made with */
  async start(
    env: Readonly<Record<string, string>> = {},
    pools = this.#settings.pools ?? 'default',
  ): Promise<void> {
    const listen = this.#listen();
    const { database } = this.#settings;
    const options = {
      ...{ data: this.data, org: join(this.folder, 'organisation'), listen, name: 'Example Inc.' },
      ...(database !== undefined && (await this.#optionsOf(database))),
      ...(this.former !== null && { 'former-listen': this.former }),
    };
    const args = [
      ...Object.entries({ ...options, pools }),
      ...this.advertise.map((address) => ['advertise', address] as const),
    ].flatMap(([name, value]) => [`--${name}`, value]);
    const [command = '', ...rest] = [
      ...limitedDescriptors(this.#settings.descriptors),
      ...[process.execPath, join(root, 'out/service/index.js'), ...args],
    ];
    const child = spawn(command, rest, {
      env: {
        PATH: process.env['PATH'] ?? '',
        LATCHKEY_HOME: join(this.folder, 'home'),
        ...this.#settings.env,
        ...env,
      },
      stdio: ['ignore', 'pipe', this.#settings.stderr ?? 'pipe'],
    });
    this.#child = child;
    const first = await this.#firstLine(child);
    this.said = JSON.parse(first) as typeof this.said;
    this.url = this.said.listening;
    this.ownerInvite = this.said.ownerInvite ?? this.ownerInvite;
  }

  /** From the second start on, where it was. */
  #listen(): string {
    if (this.url === '') return this.#settings.listen ?? '127.0.0.1:0';
    return socketPathOf(this.url) === null ? new URL(this.url).host : this.url;
  }

  /** The password goes into a file: it is refused where everybody could read it. */
  async #optionsOf(database: string): Promise<Readonly<Record<string, string>>> {
    const url = new URL(database);
    const file = join(this.folder, 'database-password');
    await writeFile(file, decodeURIComponent(url.password), { mode: 0o600 });
    url.password = '';
    return { database: url.href, 'database-password-file': file };
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends it as an administrator would, and waits. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    await this.ended();
  }

  /** Ends it as a power cut would, and waits. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended();
  }

  async ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return { code: child?.exitCode ?? null, signal: child?.signalCode ?? null };
  }

  /** Kills it if it runs and removes its folder. */
  async remove(): Promise<void> {
    await this.kill();
    // Its runner goes on for a moment, and may write its journal meanwhile.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  /** What is in a file of the data folder. */
  read(name: string): Promise<Buffer> {
    return readFile(join(this.data, name));
  }

  #firstLine(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`The service did not listen:\n${this.output.slice(-2_000)}`));
      const timer = setTimeout(fail, LISTENS_WITHIN_MS);
      let text = '';
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        this.output += chunk;
        const end = text.indexOf('\n');
        if (end < 0) return;
        clearTimeout(timer);
        resolve(text.slice(0, end));
      });
      child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.output += chunk));
      child.once('exit', fail);
    });
  }
}
