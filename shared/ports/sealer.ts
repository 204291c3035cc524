/** Makes a text readable for one device only. Real: `seal` of shared/system/sealed-box.ts. */
export type Sealer = (box: {
  recipientPublicKey: string;
  info: string;
  plaintext: string;
}) => Promise<string>;
