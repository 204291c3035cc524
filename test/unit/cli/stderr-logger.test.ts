import { expect, it } from 'vitest';
import { stderrLogger } from '../../../shared/cli/stderr-logger.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

it('a line of the log is one line of JSON with the time as the service writes it, whatever a script or an error says in it', () => {
  const written: string[] = [];
  const clock = new ManualClock();
  const logger = stderrLogger({ tell: (text) => void written.push(text), clock });
  const reason = 'a\u001b[31m\u009b31m\u202e\nb';
  logger.warn({ reason, err: Object.assign(new Error(reason), { code: 'EPIPE' }) }, 'Granting failed.');
  const [line = ''] = written;
  expect(line.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    time: clock.now(),
    reason,
    err: { message: reason, code: 'EPIPE' },
  });
});
