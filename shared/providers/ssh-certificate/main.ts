import { ProviderFault } from '../kit/provider-fault.ts';
import { serveProvider } from '../kit/serve-provider.ts';
import { check } from './check.ts';
import { readSettings } from './settings.ts';
import { hasSigned } from './sign-key.ts';
import { grant, list, revoke, verify } from './verbs.ts';

await serveProvider({
  verbs: {
    describe: () => Promise.resolve({ instructions: 'Gives out SSH certificates.' }),
    check,
    plan: (call) => {
      const { keyId, principals } = readSettings(call);
      const until = new Date(call.deadlineAt).toISOString();
      return Promise.resolve({
        changes: [`sign a certificate ${keyId} for ${principals.join(', ')} until ${until}`],
      });
    },
    grant,
    revoke,
    verify,
    list,
  },
  isUntouched: () => !hasSigned(),
  explain: (error) => {
    const { code, message } = error as NodeJS.ErrnoException;
    // Rights and missing folders are for a person to mend; a full disk may mend itself.
    return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOENT'
      ? new ProviderFault('permanent', message)
      : null;
  },
});
