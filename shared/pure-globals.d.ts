/** What the pure layers may take from the platform: both Node and browsers have these, and neither does I/O. */
declare class TextEncoder {
  encode(input?: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
declare function btoa(data: string): string;
declare function atob(data: string): string;
interface AbortSignal {
  readonly aborted: boolean;
}
