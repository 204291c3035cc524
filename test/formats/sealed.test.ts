import { sealedFormat } from '../../shared/formats/sealed/sealed-format.ts';
import { goldenFiles } from './golden.ts';

goldenFiles(sealedFormat);
