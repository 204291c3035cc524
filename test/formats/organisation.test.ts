import { organisationFormat } from '../../shared/formats/organisation/organisation-format.ts';
import { goldenFiles } from './golden.ts';

goldenFiles(organisationFormat);
