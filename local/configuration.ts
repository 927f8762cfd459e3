import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { projectRoot } from './run.ts';

const CityFile = z.object({
  deployment: z.object({ regions: z.object({ local: z.string() }) }),
  runtime: z.object({
    name: z.object({ vi: z.string(), en: z.string() }),
    monitoringUnit: z.string(),
  }),
});

const file = path.join(projectRoot, 'cdk/cities/hue.json');
const { deployment, runtime } = CityFile.parse(JSON.parse(readFileSync(file, 'utf8')));

/** Where the local city believes it is. */
export const region = deployment.regions.local;
export const cityName = runtime.name;
export const monitoringUnit = runtime.monitoringUnit;

/** PATH with the project's own Node before the machine's. */
export const pathWithOwnNode = [path.join(projectRoot, 'node_modules/node/bin'), process.env.PATH ?? ''].join(
  path.delimiter,
);
