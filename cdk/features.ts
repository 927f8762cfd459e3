import * as accounts from '../functions/accounts/routes.ts';
import * as audit from '../functions/audit/routes.ts';
import * as city from '../functions/city/routes.ts';
import * as clients from '../functions/clients/routes.ts';
import * as directory from '../functions/directory/routes.ts';
import * as notifications from '../functions/notifications/routes.ts';
import * as personalData from '../functions/personal-data/routes.ts';
import * as photos from '../functions/photos/routes.ts';
import * as punctuality from '../functions/punctuality/routes.ts';
import * as reports from '../functions/reports/routes.ts';
import * as triage from '../functions/triage/routes.ts';
import type { Routes } from '../shared/http/route.ts';

/** A feature's contract: its routes, and the paths below /v1 that the gateway sends to its function. */
export interface Feature {
  name: string;
  routes: Routes;
  gatewayPaths: readonly string[];
}

/** Every feature with an API. A new one is a line here, and a part of the stack in stacks/features. */
export const features = [
  { name: 'reports', ...reports },
  { name: 'photos', ...photos },
  { name: 'city', ...city },
  { name: 'directory', ...directory },
  { name: 'accounts', ...accounts },
  { name: 'personal-data', ...personalData },
  { name: 'clients', ...clients },
  { name: 'audit', ...audit },
  { name: 'notifications', ...notifications },
  { name: 'punctuality', ...punctuality },
  { name: 'triage', ...triage },
] as const satisfies readonly Feature[];
