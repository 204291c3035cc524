/** Moments, zones, and what the clock and calendar there show: the date, the day of the week, the time. */
export const ZONED: readonly (readonly [moment: string, zone: string, local: string])[] = [
  ['2026-12-01T11:41:00Z', 'UTC', '2026-12-01 2 11:41'],
  ['2026-12-06T23:59:59.999Z', 'UTC', '2026-12-06 7 23:59'],
  ['1969-12-31T23:59:59.999Z', 'UTC', '1969-12-31 3 23:59'],
  // Clocks go from 2:00 to 3:00, and from 3:00 back to 2:00, which there is twice.
  ['2026-03-29T00:59:59Z', 'Europe/Berlin', '2026-03-29 7 1:59'],
  ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29 7 3:00'],
  ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25 7 2:30'],
  ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25 7 2:30'],
  ['2026-10-25T02:00:00Z', 'Europe/Berlin', '2026-10-25 7 3:00'],
  // In New York other days are those.
  ['2026-03-08T06:59:00Z', 'America/New_York', '2026-03-08 7 1:59'],
  ['2026-03-08T07:00:00Z', 'America/New_York', '2026-03-08 7 3:00'],
  ['2026-11-01T05:30:00Z', 'America/New_York', '2026-11-01 7 1:30'],
  ['2026-11-01T06:30:00Z', 'America/New_York', '2026-11-01 7 1:30'],
  // Offsets that are no whole hours.
  ['2026-12-01T18:14:00Z', 'Asia/Kathmandu', '2026-12-01 2 23:59'],
  ['2026-12-01T18:15:00Z', 'Asia/Kathmandu', '2026-12-02 3 0:00'],
  ['2026-07-01T02:29:00Z', 'America/St_Johns', '2026-06-30 2 23:59'],
  ['2026-12-01T03:30:00Z', 'America/St_Johns', '2026-12-01 2 0:00'],
  // There the clocks are changed by half an hour.
  ['2026-04-04T14:59:00Z', 'Australia/Lord_Howe', '2026-04-05 7 1:59'],
  ['2026-04-04T15:00:00Z', 'Australia/Lord_Howe', '2026-04-05 7 1:30'],
  ['2026-10-03T15:29:00Z', 'Australia/Lord_Howe', '2026-10-04 7 1:59'],
  ['2026-10-03T15:30:00Z', 'Australia/Lord_Howe', '2026-10-04 7 2:30'],
  // In Samoa there was no 30th of December in 2011.
  ['2011-12-30T09:59:59Z', 'Pacific/Apia', '2011-12-29 4 23:59'],
  ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31 6 0:00'],
  // The furthest from each other.
  ['2026-12-31T10:00:00Z', 'Pacific/Kiritimati', '2027-01-01 5 0:00'],
  ['2026-12-31T10:00:00Z', 'Pacific/Pago_Pago', '2026-12-30 3 23:00'],
  ['2028-02-29T12:00:00Z', 'europe/berlin', '2028-02-29 2 13:00'],
];
