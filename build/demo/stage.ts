import type { DemoService } from './demo-service.ts';
import type { NoticeTimes } from './notice-times.ts';
import type { PaymentsDatabase } from './payments-database.ts';
import type { Seat } from './seat.ts';

/** Everything and everyone in the demo. */
export interface Stage {
  readonly database: PaymentsDatabase;
  readonly service: DemoService;
  /** The owner's LATCHKEY_HOME: the owner works in a terminal. */
  readonly ownerHome: string;
  readonly requester: Seat;
  readonly approver: Seat;
  /** When notifications came to the approver's and to the requester's desktop. */
  readonly notices: { readonly approver: NoticeTimes; readonly requester: NoticeTimes };
}
