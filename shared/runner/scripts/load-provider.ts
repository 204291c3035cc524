import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ProviderManifest } from '../../provider-protocol/provider-protocol.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { folderDigest } from '../../system/folder-digest.ts';
import { readManifest } from '../../system/read-manifest.ts';
import { told, type Told } from '../../words/told.ts';
import { toldOfFault } from '../../words/told-error.ts';

/** A provider's folder, checked and ready to run. */
export interface LoadedProvider {
  readonly manifest: ProviderManifest;
  /** Absolute. */
  readonly folder: string;
  /** Absolute path of the manifest's `executable`. */
  readonly executable: string;
  /** SHA-256 over the folder: what a runner compares with what was published. */
  readonly digest: string;
}

/** Reads and checks a provider's folder. What is wrong with it comes back as what names the file. */
export async function loadProvider(folder: string): Promise<Result<LoadedProvider, Told>> {
  const absolute = resolve(folder);
  const manifest = await readManifest(absolute);
  if (!manifest.ok) return manifest;
  const executable = join(absolute, manifest.value.executable);
  const problem = await executableProblem(executable, manifest.value);
  if (problem !== null) return err(problem);
  try {
    const digest = await folderDigest(absolute);
    return ok({ manifest: manifest.value, folder: absolute, executable, digest });
  } catch (error) {
    return err(told('providerFolderUnfit', { path: absolute, is: toldOfFault(error) }));
  }
}

async function executableProblem(path: string, manifest: ProviderManifest): Promise<Told | null> {
  try {
    if (!(await stat(path)).isFile()) return told('executableNoFile', { path });
  } catch {
    return told('executableGone', { path });
  }
  if (manifest.runtime === 'node') return null;
  const runnable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  return runnable ? null : told('executableMayNotRun', { path });
}
