import { randomBytes } from 'node:crypto';
import type {
  ProviderCall,
  ProviderError,
  ProviderOkAnswer,
  ProviderVerb,
} from '../../provider-protocol/provider-protocol.ts';
import type { LoadedProvider } from '../../runner/scripts/load-provider.ts';
import { runScript, type ScriptOutcome, type ScriptWorld } from '../../runner/scripts/run-script.ts';
import { knownAgain } from '../../words/known-again.ts';
import { asWritten, told, type Told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** What the checks need to know of a provider and its target. */
export interface ConformanceTarget {
  readonly provider: LoadedProvider;
  /** With secrets filled in. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly input: Readonly<Record<string, unknown>>;
  readonly publicKey?: string | undefined;
  readonly world: ScriptWorld;
}

interface CallChanges {
  readonly state?: ProviderCall['state'] | undefined;
  readonly deadlineAt?: number;
}

/** Why a check failed. */
export class CheckFailed extends ToldError {}

/** Of a script that failed, what it said, or what the runner says of it. */
export const saidBy = ({ message }: ProviderError): Told => knownAgain(message) ?? asWritten(message);

/** Long enough for every check, short enough to end by itself if the clean-up fails. */
const GRANT_LENGTH_MS = 15 * 60_000;

/** Means something to a shell, to SQL, to a terminal's reader and to JSON: to a provider it must mean nothing. */
// not for people: a trial
const HOSTILE = `$(touch owned) \`id\` '; DROP TABLE x; -- "\\ <b>&amp;</b> %s {"grantId":"evil"},"folder":"/"`;

/**
 * Calls a provider's verbs for grants of its own, and remembers each outcome: what all of them must have in common is
 * checked at the end.
 */
export class SubjectUnderTest {
  readonly outcomes: {
    readonly verb: ProviderVerb;
    readonly outcome: ScriptOutcome;
    readonly killed: boolean;
  }[] = [];
  /** Granted, or perhaps granted, and not yet revoked with success. */
  private readonly open = new Set<string>();
  /** Everything that was granted, or perhaps granted. */
  private readonly begun = new Set<string>();
  private readonly target: ConformanceTarget;
  private readonly run = randomBytes(4).toString('hex');

  /** When every grant of this run ends. */
  readonly deadlineAt: number;

  constructor(target: ConformanceTarget) {
    this.target = target;
    this.deadlineAt = target.world.clock.now() + GRANT_LENGTH_MS;
  }

  has(verb: ProviderVerb): boolean {
    return this.target.provider.manifest.verbs.includes(verb);
  }

  get nativeExpiry(): boolean {
    return this.target.provider.manifest.nativeExpiry;
  }

  /** The id of a grant for one check. What is granted is revoked at the end, whatever happens. */
  newGrant(name: string): string {
    return `conformance-${this.run}-${name}`;
  }

  /** `killAfterMs`: the script is ended after that, as if the machine had failed in the middle. */
  async outcome(
    verb: ProviderVerb,
    grantId: string,
    changes: CallChanges & { readonly killAfterMs?: number } = {},
  ): Promise<ScriptOutcome> {
    const { provider, world } = this.target;
    const { manifest } = provider;
    const { killAfterMs } = changes;
    const run =
      killAfterMs === undefined
        ? provider
        : {
            ...provider,
            manifest: { ...manifest, timeouts: { default: killAfterMs } as typeof manifest.timeouts },
          };
    if (verb === 'grant') this.open.add(grantId);
    if (verb === 'grant') this.begun.add(grantId);
    const outcome = await runScript(run, this.call(verb, grantId, changes), world);
    if (verb === 'revoke' && outcome.answer.status === 'ok') this.open.delete(grantId);
    this.outcomes.push({ verb, outcome, killed: killAfterMs !== undefined });
    return outcome;
  }

  /** The answer, where only `ok` will do. */
  async ok(
    verb: ProviderVerb,
    grantId: string,
    state?: ProviderCall['state'],
    deadlineAt = this.deadlineAt,
  ): Promise<ProviderOkAnswer> {
    const { answer } = await this.outcome(verb, grantId, { state, deadlineAt });
    if (answer.status === 'ok') return answer;
    throw new CheckFailed(
      told('verbAnswered', { verb, answer: answer.error.class, said: saidBy(answer.error) }),
    );
  }

  async mustExist(grantId: string, state?: ProviderCall['state']): Promise<void> {
    const [{ exists }, listed] = await Promise.all([this.ok('verify', grantId, state), this.listed(grantId)]);
    if (!exists) throw new CheckFailed(told('verifyFindsNothing'));
    if (!listed) throw new CheckFailed(told('listLacksIt'));
  }

  async mustBeGone(grantId: string, state?: ProviderCall['state']): Promise<void> {
    const [{ exists }, listed] = await Promise.all([this.ok('verify', grantId, state), this.listed(grantId)]);
    if (exists) throw new CheckFailed(told('verifyFindsItStill'));
    if (listed) throw new CheckFailed(told('listShowsItStill'));
  }

  /** Revokes all that the checks granted, and looks whether it is gone: a revocation can say so and not be true. What is left. */
  async cleanUp(): Promise<readonly string[]> {
    const left = new Set<string>();
    for (const id of [...this.open]) {
      const { answer } = await this.outcome('revoke', id);
      if (answer.status === 'error' && answer.error.class !== 'not_found') left.add(id);
    }
    for (const id of this.begun) {
      const { answer } = await this.outcome('verify', id);
      if (answer.status === 'ok' && answer.exists) left.add(id);
    }
    const { answer } = await this.outcome('list', this.newGrant('left'));
    const listed = answer.status === 'ok' ? (answer.items ?? []) : [];
    for (const { grantId } of listed) if (this.begun.has(grantId)) left.add(grantId);
    return [...left].sort();
  }

  private async listed(grantId: string): Promise<boolean> {
    const items = (await this.ok('list', grantId)).items ?? [];
    const found = items.filter((item) => item.grantId === grantId).length;
    if (found > 1) throw new CheckFailed(told('listShowsItOften', { times: found }));
    return found === 1;
  }

  private call(verb: ProviderVerb, grantId: string, changes: CallChanges): ProviderCall {
    const { config, input, publicKey } = this.target;
    return {
      protocol: 1,
      verb,
      grantId,
      idempotencyKey: `${grantId}:${verb}`,
      attempt: 1,
      deadlineAt: changes.deadlineAt ?? this.deadlineAt,
      subject: {
        id: 'conformance@example.com',
        name: HOSTILE,
        ...(publicKey !== undefined && { publicKey }),
      },
      entitlement: { id: 'conformance/check:use', title: HOSTILE, input: { ...input } },
      config: { ...config },
      state: changes.state ?? {},
    };
  }
}
