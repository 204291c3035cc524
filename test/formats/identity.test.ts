import { identityFormat } from '../../shared/client/identity.ts';
import { goldenFiles } from './golden.ts';

goldenFiles(identityFormat);
