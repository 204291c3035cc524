import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { startCliWorld } from './cli-world.ts';

describe('what is written on the command line', () => {
  let world: Awaited<ReturnType<typeof startCliWorld>>;
  beforeAll(async () => {
    world = await startCliWorld();
    await world.join('dev');
  });
  afterAll(() => world.stop());

  const long = 'x'.repeat(2_007);
  const said = (what: string) =>
    `The ${what} is 7 characters too long: at most 2,000. Nothing was sent: say it shorter.\n`;

  it('is never cut: what is too long is refused before it is sent, with by how much', async () => {
    const ask = ['request', 'prod/sandbox:token', '--for', '5m', '--reason'];
    expect(await world.run('dev', [...ask, long])).toMatchObject({ status: 2, note: said('reason') });
    expect(await world.run('owner', ['deny', 'abcdefgh', '--comment', long])).toMatchObject({
      status: 2,
      note: said('comment'),
    });
    expect(await world.run('dev', ['end', 'abcdefgh', '--reason', long])).toMatchObject({
      status: 2,
      note: said('reason'),
    });
    expect(await world.json<RequestState[]>('dev', ['requests'])).toEqual([]);
  });
});

describe('a service that was started again with a mistake in its --org folder', () => {
  let world: Awaited<ReturnType<typeof startCliWorld>>;
  beforeAll(async () => {
    world = await startCliWorld();
    const policy = exampleOrganisation.policy.replace('maxDuration: 2h', 'maxDuration: long');
    await world.startedWith({ ...exampleOrganisation, policy });
  });
  afterAll(() => world.stop());

  it('says so above the catalog, with the file and the line, and what is in force instead', async () => {
    const { out, note } = await world.run('owner', ['catalog']);
    expect(out).toContain('prod/sandbox:token');
    expect(note).toMatch(
      /^The organisation’s files on the computer of the service have a mistake, so version 1 is still in force\. policy\.yaml, line \d+: /,
    );
  });
});
