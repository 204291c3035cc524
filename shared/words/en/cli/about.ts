import { formatsOf } from '../../formats.ts';

const f = formatsOf('en');

/** Of a request, in a table or in full. */
export const about = {
  id: 'id',
  who: 'who',
  what: 'what',
  for: 'for',
  state: 'state',
  why: 'why',
  highRisk: ({ what }: { readonly what: string }) => `HIGH RISK: ${what}`,
  waitsFor: ({ names }: { readonly names: string }) => `waits for ${names}`,
  nobody: 'nobody',
  stuck: 'stuck, not gone',
  overdue: 'overdue',
  activeFor: ({ leftMs }: { readonly leftMs: number }) => `active, ${f.duration(leftMs)} left`,
  ending: 'ending',
  settingUp: 'being set up',
  waitsForRunner: ({ pools }: { readonly pools: string }) => `waits for a runner of the pool ${pools}`,
  because: ({ status, why }: { readonly status: string; readonly why: string }) => `${status}: ${why}`,
  fullRequest: 'Request',
  fullRisk: 'Risk',
  fullWho: 'Who',
  fullWhat: 'What',
  fullFor: 'For',
  fullKey: 'SSH key',
  fullWhy: 'Why',
  fullTicket: 'Ticket',
  highRiskInFull: 'HIGH RISK: who approves it is asked once more',
  confirmed: ({
    who,
    what,
    forMs,
  }: {
    readonly who: string;
    readonly what: string;
    readonly forMs: number;
  }) => `${who} gets ${what} for ${f.exactDuration(forMs)}`,
  confirm: ({ what }: { readonly what: string }) => `HIGH RISK: ${what}. To approve, write yes: `,
};
