import { DEV, exampleCompany, SECOND_LEAD } from '../../support/example-company.ts';
import { Member } from '../../support/member.ts';
import { ServiceProcess } from '../../support/service-process.ts';

/** A service with the example company, and those of its people who have no desktop in this test. */
export class Team {
  readonly service: ServiceProcess;
  readonly owner: Member;
  readonly dev: Member;
  readonly second: Member;

  private constructor(service: ServiceProcess, people: { owner: Member; dev: Member; second: Member }) {
    this.service = service;
    this.owner = people.owner;
    this.dev = people.dev;
    this.second = people.second;
  }

  static async start(organisation = exampleCompany()): Promise<Team> {
    const service = await ServiceProcess.start({ organisation });
    const owner = await Member.join(service.url, service.ownerInvite);
    const join = async (person: string): Promise<Member> =>
      Member.join(service.url, await owner.invite(person));
    return new Team(service, { owner, dev: await join(DEV), second: await join(SECOND_LEAD) });
  }

  async stop(): Promise<void> {
    for (const member of [this.owner, this.dev, this.second]) await member.close();
    await this.service.remove();
  }
}
