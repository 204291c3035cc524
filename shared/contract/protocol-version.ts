/**
 * The version of the wire contract, and the oldest that a service still serves.
 * 1: first version.
 */
export const PROTOCOL_VERSION = 1;
export const PROTOCOL_FLOOR = 1;
