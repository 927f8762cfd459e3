import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { errors, type ErrorDefinition } from '../../shared/errors.ts';
import type { Feature } from '../features.ts';
import { acknowledge } from './acknowledge.ts';
import { alarmPeriod, PeopleAlarm } from './alarm.ts';
import type { CityFunction } from './city-function.ts';
import { checkPaths } from './gateway-paths.ts';
import type { Ground } from './ground.ts';

/** A feature and the function that answers for it. */
interface Mount extends Feature {
  function: CityFunction;
}

/** The one stage of the API; AWS puts its name before /v1. */
export const apiStage = 'city';

/**
 * The city's REST API: each feature's paths lead to its one function, which knows its routes itself. The gateway
 * throttles, logs, and answers what reaches no function with a problem document.
 */
export class CityApi extends RestApi {
  constructor(scope: Construct, id: string, { city, alarms }: Ground, mounts: readonly Mount[]) {
    checkPaths(mounts);
    const { rate, burst } = city.deployment.throttling;
    super(scope, id, {
      restApiName: `city-${city.stage}`,
      description: `The API of ${city.runtime.name.en}, stage ${city.stage}`,
      endpointTypes: [EndpointType.REGIONAL],
      // The account's permission to write logs, which AWS has once for each Region: it outlives this stack.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: apiStage,
        throttlingRateLimit: rate,
        throttlingBurstLimit: burst,
        tracingEnabled: true,
        // No metrics by method: each is billed as a custom one, and the alarm needs those of the whole API only.
        metricsEnabled: false,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(
          new LogGroup(scope, `${id}AccessLog`, {
            retention: city.deployment.logRetentionDays,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        accessLogFormat: AccessLogFormat.custom(accessLogLine),
      },
    });
    this.answerWithProblems();
    for (const { gatewayPaths, function: handler } of mounts) {
      // One permission for the whole API instead of two for each method: a function's policy holds 20 kB.
      const integration = new LambdaIntegration(handler, { scopePermissionToMethod: false });
      for (const path of gatewayPaths) this.root.resourceForPath(`/v1${path}`).addMethod('ANY', integration);
    }
    new PeopleAlarm(this, 'ServerErrors', {
      topic: alarms,
      metric: this.metricServerError({ period: alarmPeriod, statistic: 'Sum' }),
      threshold: 5,
      breaks:
        'People and officials get errors from the app: five or more requests in five minutes failed at the gateway. ' +
        'First look at which function has an alarm too; if none has, at the throttles of functions and at the API log.',
    });
    this.acknowledgeRules();
  }

  /** What the gateway answers by itself, before or instead of a function. */
  private answerWithProblems(): void {
    const types = [
      { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, error: errors.notFound },
      { type: ResponseType.RESOURCE_NOT_FOUND, error: errors.notFound },
      { type: ResponseType.REQUEST_TOO_LARGE, error: errors.tooLarge },
      { type: ResponseType.THROTTLED, error: tooManyRequests },
      { type: ResponseType.INTEGRATION_TIMEOUT, error: { ...errors.unavailable, status: 504 } },
      { type: ResponseType.DEFAULT_4XX, error: { ...errors.invalid, status: null } },
      { type: ResponseType.DEFAULT_5XX, error: { ...errors.unavailable, status: null } },
    ];
    for (const { type, error } of types) {
      this.addGatewayResponse(type.responseType, {
        type,
        ...(error.status !== null && { statusCode: String(error.status) }),
        responseHeaders: {
          // These answers hold nothing private and nothing rests on cookies: any page may read why it failed.
          'Access-Control-Allow-Origin': "'*'",
          'Content-Type': "'application/problem+json; charset=utf-8'",
          'Cache-Control': "'no-store'",
          ...((error.status === 429 || error.status === 504) && { 'Retry-After': "'5'" }),
        },
        templates: { 'application/json': problemTemplate(error) },
      });
    }
  }

  private acknowledgeRules(): void {
    acknowledge(
      this,
      ['APIG2'],
      'Requests are parsed by each route’s schema in the function, which names each wrong field.',
    );
    acknowledge(
      this.deploymentStage,
      ['APIG3'],
      'The stage is throttled. A web ACL is for the city to choose and associate; it costs more than the whole rest.',
    );
    acknowledge(
      this,
      ['APIG4', 'COG4'],
      'Tokens of the configured issuers are verified in the functions by one shared middleware; no second function stands in each request’s way.',
    );
    acknowledge(
      this,
      [
        'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      ],
      'The policy that AWS made for this one purpose; the gateway asks for it by what it allows.',
    );
  }
}

const tooManyRequests: ErrorDefinition = {
  type: 'too-many-requests',
  status: 429,
  title: {
    vi: 'Hệ thống đang nhận quá nhiều yêu cầu. Hãy thử lại sau',
    en: 'Too many requests just now. Try again later',
  },
};

/** A problem document as functions give it. The gateway cannot tell the caller's language, so it says both. */
function problemTemplate({
  type,
  status,
  title,
}: Omit<ErrorDefinition, 'status'> & { status: number | null }): string {
  return JSON.stringify({
    type: `/problems/${type}`,
    title: `${title.vi} / ${title.en}`,
    ...(status !== null && { status }),
    detail: `${title.vi}. ${title.en}.`,
    instance: '/requests/$context.requestId',
  });
}

/** One line a request: what was asked and how it went. No address, no account, no query: those say who and where. */
const accessLogLine = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  functionMilliseconds: '$context.integration.latency',
  error: '$context.error.responseType',
});
