import {
  lateExpiry,
  PROVIDER_PROTOCOL,
  type ProviderAnswer,
  type ProviderError,
} from '../provider-protocol/provider-protocol.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Logger } from '../ports/logger.ts';
import type { OpenProvider, Providers } from '../ports/provider.ts';
import type { Secrets } from '../ports/secrets.ts';
import { fillSecrets } from './fill-secrets.ts';
import { findProvider, type FoundProvider, type ProviderFolders } from './find-provider.ts';
import type { LoadedProvider } from './scripts/load-provider.ts';
import { runScript, type ScriptWorld } from './scripts/run-script.ts';
import type { Told } from '../words/told.ts';
import { inEnglish } from '../words/words.ts';

/** A provider's files are read and compared again when they were last looked at longer ago than this. */
const FRESH_MS = 5_000;

export interface ScriptProvidersOptions {
  readonly folders: ProviderFolders;
  readonly secrets: Secrets;
  readonly world: ScriptWorld;
  readonly logger: Logger;
}

type Found = Result<FoundProvider, Told>;

/** Providers as folders with a script in them. Secrets are looked up just before each call and kept nowhere. */
export function createScriptProviders(options: ScriptProvidersOptions): Providers {
  const { clock } = options.world;
  const known = new Map<string, { readonly atMono: number; readonly found: Promise<Found> }>();

  return {
    open: async (provider, to): Promise<Result<OpenProvider, ProviderError>> => {
      const key = JSON.stringify([provider.use, provider.digest]);
      const mono = clock.monotonicMs();
      let entry = known.get(key);
      if (!entry || mono - entry.atMono > FRESH_MS) {
        entry = { atMono: mono, found: findProvider(provider, options.folders) };
        known.set(key, entry);
      }
      const found = await entry.found;
      if (!found.ok) return err(permanent(found.error));
      const { loaded, difference } = found.value;
      if (difference !== null && to === 'grant') return err(permanent(difference));
      if (difference !== null)
        options.logger.warn(
          { provider: provider.id },
          'Revoking with files that are not the published ones.',
        );
      return ok(openProvider(provider.use, loaded, options));
    },
  };
}

function openProvider(use: string, loaded: LoadedProvider, options: ScriptProvidersOptions): OpenProvider {
  const { logger, secrets, world } = options;
  const { manifest } = loaded;
  return {
    maxTtlMs: manifest.maxTtl,
    lateExpiryMs: lateExpiry(manifest)?.mostMs ?? manifest.timeouts.grant ?? manifest.timeouts.default,
    does: (verb) => manifest.verbs.includes(verb),
    timeoutMs: (verb) => manifest.timeouts[verb] ?? manifest.timeouts.default,
    run: async (verb, call, signal): Promise<ProviderAnswer> => {
      const target = { provider: use, config: call.config };
      const config = await fillSecrets(target, manifest.configSchema, secrets);
      if (!config.ok) return { status: 'error', error: permanent(config.error) };
      const full = { protocol: PROVIDER_PROTOCOL, verb, ...call, config: config.value } as const;
      const { answer, log, tookMs } = await runScript(loaded, full, { ...world, signal });
      const facts = { provider: manifest.name, verb, grantId: call.grantId, status: answer.status };
      logger.debug({ ...facts, tookMs: Math.round(tookMs), log }, 'A script ran.');
      return answer;
    },
  };
}

/** What is wrong before any script ran. */
const permanent = (why: Told): ProviderError => ({
  class: 'permanent',
  message: inEnglish(why),
  untouched: true,
});
