const without = { open: Infinity, perHour: Infinity };

/** For tests and figures in which one person asks for more than people do. */
export const UNLIMITED_ASKS = { person: without, service: without };
