import type { ViewName } from '../../shared/contract/snapshot.ts';

/** Which view is shown, and which request in it. `visit` grows with each visit, so that the same place can be asked for again. */
export class Navigation {
  view = $state<ViewName>('inbox');
  requestId = $state<string | null>(null);
  visit = $state(0);
  isHelpOpen = $state(false);

  go(view: ViewName, requestId: string | null = null): void {
    this.view = view;
    this.requestId = requestId;
    this.visit += 1;
    this.isHelpOpen = false;
  }
}
