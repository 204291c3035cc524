import type { z } from 'zod';
import type * as s from './api-schemas.ts';
import type { checkReportSchema, checkWorkSchema, poolsCheckOutput } from './check-schemas.ts';

export type Me = z.output<typeof s.meOutput>;
export type CatalogItem = z.output<typeof s.catalogItemSchema>;
export type PolicyPreview = z.output<typeof s.previewOutput>;
export type Work = z.output<typeof s.workSchema>;
export type CheckWork = z.output<typeof checkWorkSchema>;
/** Of a grant. */
export type Report = s.GrantReport;
export type CheckReport = z.output<typeof checkReportSchema>;
export type PoolsChecked = z.output<typeof poolsCheckOutput>;
export type DeviceView = z.output<typeof s.deviceSchema>;
export type LogItem = z.output<typeof s.logItemSchema>;
