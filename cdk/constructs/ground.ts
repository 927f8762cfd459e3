import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { City } from '../config.ts';

/** What every part of the stateless stack stands on. */
export interface Ground {
  city: City;
  /** The folder with a folder for each function, as cdk/bundle.ts makes it. */
  assets: string;
  /** Where alarms go. */
  alarms: ITopic;
}
