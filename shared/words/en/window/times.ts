export const times = {
  unknown: 'an unknown time',
  now: 'now',
  minutes: ({ count }: { count: number }) => `${count} min`,
  hours: ({ count }: { count: number }) => `${count} h`,
  days: ({ count }: { count: number }) => `${count} d`,
  justNow: 'just now',
  ago: ({ ago }: { ago: string }) => `${ago} ago`,
  daysAndClock: ({ days, clock }: { days: number; clock: string }) => `${days} d ${clock}`,
  onTime: 'on time',
  late: ({ by }: { by: string }) => `${by} late`,
  seconds: ({ count }: { count: string }) => `${count} s`,
};
