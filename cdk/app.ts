import { resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundle } from './bundle.ts';
import { addCity } from './city.ts';
import { cityOf, ConfigurationError } from './config.ts';

// The CDK's entry (cdk.json). Options: -c stage=local|staging|production -c city=hue; cdk/config.ts has the rest.
try {
  const app = new App();
  const context: unknown = app.node.getAllContext();
  const city = cityOf(context);
  addCity(app, city, await bundle(resolve(import.meta.dirname, '..'), city.stage));
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
