import { createKeyedBox, type KeyedBox } from '../../main/system/secret-box.ts';

/** As where there is no keyring that encrypts. */
export const fileBox = (): KeyedBox =>
  createKeyedBox({
    kind: 'file',
    protect: (text) => Buffer.from(text),
    reveal: (bytes) => bytes.toString(),
  });
