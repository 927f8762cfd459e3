import { Annotations, type App, Tags } from 'aws-cdk-lib';
import calendar from '../shared/city/data/vn-calendar.json' with { type: 'json' };
import { WorkingCalendar } from '../shared/city/working-calendar.ts';
import { calendarWarnings, type City } from './config.ts';
import { AppStack } from './stacks/app.ts';
import { DataStack } from './stacks/data.ts';

/** A city's two stacks: what it keeps and what it does. `assets` is the folder with the built functions. */
export function addCity(app: App, city: City, assets: string): { data: DataStack; app: AppStack } {
  // No account: that is decided by the credentials of whoever deploys.
  const env = { region: city.region };
  const data = new DataStack(app, `City-${city.stage}-Data`, {
    city,
    env,
    description: 'What a city keeps: reports, photos, boundaries, their key, and the bus',
    terminationProtection: city.stage === 'production',
  });
  const stack = new AppStack(app, `City-${city.stage}-App`, {
    city,
    data,
    assets,
    env,
    description: 'What a city does: its API, workers, workflow and schedules',
  });
  Tags.of(app).add('city', city.name);
  Tags.of(app).add('stage', city.stage);
  for (const warning of calendarWarnings(WorkingCalendar.parse(calendar), new Date())) {
    Annotations.of(stack).addWarningV2('city:working-calendar', warning);
  }
  const examples = city.issuers.filter(({ issuer }) => new URL(issuer).hostname.endsWith('.example'));
  if (examples.length > 0) {
    Annotations.of(stack).addWarningV2(
      'city:example-issuer',
      `deployment.issuers.${city.stage} in cdk/cities/${city.name}.json is still an example: nobody can sign in`,
    );
  }
  return { data, app: stack };
}
