import { serveProvider } from '../kit/serve-provider.ts';
import { checkRights } from './check-rights.ts';
import { hasConnected } from './connect.ts';
import { explainError } from './explain-error.ts';
import { grantRole } from './grant-role.ts';
import { listRoles } from './list-roles.ts';
import { renewRole } from './renew-role.ts';
import { revokeRole } from './revoke-role.ts';
import { readSettings } from './settings.ts';
import { verifyRole } from './verify-role.ts';

await serveProvider({
  verbs: {
    describe: () => Promise.resolve({ instructions: 'Gives out PostgreSQL roles, one a grant.' }),
    check: checkRights,
    plan: (call) => {
      const { role, roles } = readSettings(call);
      const until = new Date(call.deadlineAt).toISOString();
      return Promise.resolve({
        changes: [`create the role ${role}, member of ${roles.join(', ')}, valid until ${until}`],
      });
    },
    grant: grantRole,
    renew: renewRole,
    revoke: revokeRole,
    verify: verifyRole,
    list: listRoles,
  },
  explain: explainError,
  isUntouched: () => !hasConnected(),
});
