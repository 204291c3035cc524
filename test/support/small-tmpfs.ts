import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openPlace, onServer, type RunningPostgres, type StorePlace } from './store-places.ts';

/** A place on a disk of its own that is soon full. */
export interface SmallPlace extends StorePlace {
  /** Gives the disk more room. */
  grow(): void;
}

const mount = (...words: readonly string[]): boolean => spawnSync('mount', words).status === 0;

/** A file system of so many megabytes, in memory, for whoever `owner` is. Null where this user may not mount any. */
function smallDisk(megabytes: number, { uid, gid }: { readonly uid: number; readonly gid: number }) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-small-'));
  // Whoever it belongs to must be able to walk in.
  chmodSync(folder, 0o755);
  if (!mount('-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700,uid=${uid},gid=${gid}`, 'none', folder)) {
    rmSync(folder, { recursive: true });
    return null;
  }
  return {
    folder,
    grow: () => void mount('-o', `remount,size=${megabytes * 8}m`, folder),
    remove(): void {
      // The library of libSQL keeps its files open for a while after it has closed them.
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Null where this user may not mount a disk. */
export async function smallLibsqlPlace(): Promise<SmallPlace | null> {
  const disk = smallDisk(4, { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });
  return (
    disk && {
      where: disk.folder,
      open: () => openPlace(disk.folder),
      grow: disk.grow,
      remove: async () => disk.remove(),
    }
  );
}

let spaces = 0;

/** A database in a tablespace of its own; the log of the server, without which it ends, is elsewhere. */
export async function smallPostgresPlace(server: RunningPostgres): Promise<SmallPlace | null> {
  const disk = smallDisk(24, await ownerOf(server));
  if (!disk) return null;
  const name = `latchkey_small_${process.pid}_${(spaces += 1)}`;
  await onServer(server, `CREATE TABLESPACE ${name} LOCATION '${disk.folder}'`);
  await onServer(server, `CREATE DATABASE ${name} TABLESPACE ${name}`);
  const where = `${server.adminUrl}/${name}`;
  return {
    where,
    open: () => openPlace(where),
    grow: disk.grow,
    async remove() {
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
      await onServer(server, `DROP TABLESPACE ${name}`);
      disk.remove();
    },
  };
}

/** Who the server runs as. */
async function ownerOf(server: RunningPostgres) {
  const client = new pg.Client({ connectionString: `${server.adminUrl}/postgres` });
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
  await client.end();
  return statSync(rows[0]?.data_directory ?? '');
}
