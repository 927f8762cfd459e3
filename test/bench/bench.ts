import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from '../../cdk/bundle.ts';
import { cityOf } from '../../cdk/config.ts';
import { startCity } from '../../local/city.ts';
import { measureArrival } from './arrival.ts';
import { measureBundles } from './bundles.ts';
import { CountingProxy } from './counting-proxy.ts';
import { measureRoutes } from './main-job.ts';

// `npm run bench`: what the functions weigh, how long they take to start as a ratio to an empty one, and what one
// request of each route makes of AWS. A table for people, .build/bench.json for machines. Figures of an emulator:
// units are counted by its rules, which follow DynamoDB's but for items above 4 kB.
const root = path.resolve(import.meta.dirname, '../..');
const { runtime, deployment } = cityOf({ city: 'hue', stage: 'local' });

console.log('Bundles');
const assets = await bundle(root, 'local');
const bundles = measureBundles(assets, JSON.stringify(runtime));
console.table(bundles);

console.log('Routes, one request each on a warm function');
const city = await startCity({ quiet: true });
const proxy = new CountingProxy(city.endpoint);
try {
  const endpoint = await proxy.start();
  const { outputs } = city;
  const { issuers } = cityOf({
    stage: 'local',
    citizensIssuer: city.issuers.citizens,
    officialsIssuer: city.issuers.officials,
  });
  Object.assign(process.env, city.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    TABLE_NAME: outputs.TableName,
    QUARANTINE_BUCKET: outputs.QuarantineBucket,
    PHOTO_BUCKET: outputs.PhotoBucket,
    REFERENCE_BUCKET: outputs.ReferenceBucket,
    CITY: JSON.stringify(runtime),
    EXPORT_BUCKET: outputs.ExportBucket,
    AUDIT_BUCKET: outputs.AuditBucket,
    IDENTITY_KEY_ID: outputs.IdentityKeyId,
    EMAIL_SENDER: deployment.emailSender,
    NOTICE_KEYS_SECRET: outputs.NoticeKeysArn,
    PUSH_HOSTS: JSON.stringify(deployment.pushHosts),
    ISSUERS: JSON.stringify(issuers),
    CLOCK: JSON.stringify({ scale: 1, origin: '2026-01-01T00:00:00.000Z' }),
    CORS_ORIGINS: '["*"]',
    POWERTOOLS_DEV: 'false',
    LOG_LEVEL: 'CRITICAL',
  });
  const arrival = await measureArrival(city);
  console.log('From POST to the office of new reports without a category');
  console.table([arrival]);
  const routes = await measureRoutes(city, proxy);
  console.table(routes);
  console.log('Authorisation, milliseconds of processor time a request');
  // Only now, as with the routes: what they log is decided when they are loaded.
  const { measureAuthorisation } = await import('./authorisation.ts');
  const authorisation = await measureAuthorisation(city, { issuers, runtime });
  console.table(authorisation);
  console.log('Sweeps of what is due');
  const { measureSweep } = await import('./sweep.ts');
  const sweeps = await measureSweep(city.endpoint, proxy);
  console.table(sweeps);
  mkdirSync(path.join(root, '.build'), { recursive: true });
  const file = path.join(root, '.build/bench.json');
  writeFileSync(
    file,
    JSON.stringify(
      { id: randomUUID(), node: process.version, bundles, routes, authorisation, sweeps, arrival },
      null,
      2,
    ),
  );
  console.log(`As JSON: ${path.relative(root, file)}`);
} finally {
  proxy.stop();
  await city.stop();
}
process.exit(0);
