import { fileURLToPath } from 'node:url';

/**
 * The shipped providers lie beside the bundle's folder in out/, and beside this one in the sources. The packaged app
 * keeps them unpacked beside its archive (electron-builder.yml): the system cannot run a script out of an archive.
 */
export const SHIPPED_PROVIDERS_FOLDER = fileURLToPath(new URL('../providers/', import.meta.url)).replace(
  /([\\/]app\.asar)(?=[\\/])/,
  '$1.unpacked',
);
