import { formerPortFormat } from '../../shared/formats/addresses/former-port-format.ts';
import { goldenFiles } from './golden.ts';

goldenFiles(formerPortFormat);
