/** The way to one who follows something. */
export interface Outlet {
  /** Once what was sent before has gone out: true. False when nobody is at the other end any more. */
  drained(): Promise<boolean>;
}
