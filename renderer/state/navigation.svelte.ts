import type { NoticePlace, SettingsPart, ViewName } from '../../shared/contract/snapshot.ts';

/** Which view is shown, and which request in it. `visit` grows with each visit, so that the same place can be asked for again. */
export class Navigation {
  view = $state<ViewName>('inbox');
  requestId = $state<string | null>(null);
  /** Of the settings: what the visit is about. */
  part = $state<SettingsPart | null>(null);
  visit = $state(0);
  isHelpOpen = $state(false);

  go(view: ViewName, requestId: string | null = null): void {
    this.view = view;
    this.requestId = requestId;
    this.part = null;
    this.visit += 1;
    this.isHelpOpen = false;
  }

  /** To what a notice is about. */
  goTo(place: NoticePlace): void {
    this.go(place.view, place.view === 'history' ? place.requestId : null);
    if (place.view === 'settings') this.part = place.part;
  }
}
