import { addressesFormat } from '../../shared/formats/addresses/addresses-format.ts';
import { goldenFiles } from './golden.ts';

goldenFiles(addressesFormat);
