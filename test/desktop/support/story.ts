import { beforeEach, onTestFailed } from 'vitest';
import { tellWhatIsSeen } from './seat.ts';

/** The tests of this file are steps that need the ones before: after a failure the rest is skipped. */
export function tellAsStory(): void {
  let broken = '';
  beforeEach((context) => {
    context.skip(broken !== '', `after "${broken}" failed`);
    onTestFailed(async () => {
      broken ||= context.task.name;
      await tellWhatIsSeen(context.task.name);
    });
  });
}
