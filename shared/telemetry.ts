import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/**
 * What functions tell operators. Messages are short and stable, so that alarms and searches can rely on them;
 * they hold ids, never what people wrote, where they are or who they are.
 */
export const logger = new Logger();

/** Figures about the city's work, by feature; they become CloudWatch metrics from the log. */
export const metrics = new Metrics();
