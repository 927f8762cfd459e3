import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, Template as Assertions } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { entryPoints } from '../../cdk/bundle.ts';
import { features } from '../../cdk/features.ts';
import { functionName } from '../../cdk/constructs/city-function.ts';
import { type Resource, resourcesOf, root, statementsOf, synthesise, type Template } from './synthesis.ts';

const { data, app } = synthesise({ stage: 'production' });
const assertions = Assertions.fromJSON({ ...app });

interface FunctionProperties {
  FunctionName: string;
  Role: { 'Fn::GetAtt': [string, string] };
  Timeout: number;
  Environment: { Variables: Record<string, unknown> };
  DeadLetterConfig?: unknown;
}
const functions = resourcesOf(app, 'AWS::Lambda::Function') as unknown as [string, FunctionProperties][];
const refersTo = (value: unknown, id: string) => JSON.stringify(value).includes(`"${id}"`);

describe('both stacks', () => {
  test.each([
    ['stateful', data],
    ['stateless', app],
  ])(
    '%s: at most 400 of the 500 resources that a stack may have, and no custom ones',
    (_, template: Template) => {
      const types = Object.values(template.Resources).map(({ Type }) => Type);
      expect(types.length).toBeLessThanOrEqual(400);
      expect(types.filter((type) => type.startsWith('Custom::'))).toEqual([]);
      expect(types).not.toContain('AWS::CloudFormation::CustomResource');
      // The free LocalStack has none, and a second function would stand in each request's way.
      expect(types).not.toContain('AWS::ApiGateway::Authorizer');
    },
  );

  test('what is kept stands in the stateful stack alone', () => {
    const keeping = ['AWS::DynamoDB::', 'AWS::S3::', 'AWS::KMS::', 'AWS::Events::EventBus'];
    const kept = Object.values(app.Resources).filter(({ Type }) =>
      keeping.some((type) => Type.startsWith(type)),
    );
    expect(kept).toEqual([]);
  });

  test('no account is needed to synthesise', () => {
    expect(synthesise({ stage: 'staging' }).account).toEqual(['unknown-account', 'unknown-account']);
  });
});

describe('functions', () => {
  test('are those of functions/, each by its name', () => {
    const names = functions.map(([, { FunctionName }]) => FunctionName);
    expect(names.sort()).toEqual(
      entryPoints(root)
        .map((entry) => functionName('production', entry))
        .sort(),
    );
  });

  test('run on Node 24, are traced, and keep their logs as long as the city wants', () => {
    assertions.allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['x86_64'],
      TracingConfig: { Mode: 'Active' },
      Handler: 'index.handler',
    });
    assertions.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('have a role each', () => {
    const roles = functions.map(([, { Role }]) => Role['Fn::GetAtt'][0]);
    expect(new Set(roles).size).toBe(functions.length);
  });

  test.each(functions)('%s has a timeout, and variables under the 4 kB that Lambda allows', (_, fn) => {
    expect(fn.Timeout).toBeLessThanOrEqual(300);
    // References to names and addresses are resolved while deploying: allow 120 letters for each.
    const length = Object.entries(fn.Environment.Variables)
      .map(([name, value]) => name.length + (typeof value === 'string' ? value.length : 120))
      .reduce((sum, one) => sum + one, 0);
    expect(length).toBeLessThan(4096);
  });

  test('get exactly the variables that they read', () => {
    const given = functions.map(([, { FunctionName, Environment }]) => [
      FunctionName,
      Object.keys(Environment.Variables)
        .filter((name) => !/^(POWERTOOLS_|LOG_LEVEL$|AWS_)/.test(name))
        .sort(),
    ]);
    const read = entryPoints(root).map((entry) => {
      const source = readFileSync(join(root, `functions/${entry}.ts`), 'utf8');
      const picked = /Environment\.pick\(\{([^}]*)\}/.exec(source)?.[1] ?? '';
      return [
        functionName('production', entry),
        [...picked.matchAll(/(\w+): true/g)].map(([, name]) => name).sort(),
      ];
    });
    expect(Object.fromEntries(given)).toEqual(Object.fromEntries(read));
  });

  test('behind the gateway answer before it gives up, after 29 seconds', () => {
    const apis = functions.filter(([, { FunctionName }]) => FunctionName.endsWith('-api'));
    expect(apis).toHaveLength(features.length);
    for (const [, { Timeout }] of apis) expect(Timeout).toBeLessThan(29);
  });

  test.each(functions)('%s has an alarm that says what breaks', (id) => {
    const alarms = resourcesOf(app, 'AWS::CloudWatch::Alarm').filter(([, alarm]) =>
      refersTo(alarm.Dimensions, id),
    );
    expect(alarms.length).toBeGreaterThan(0);
    for (const [, alarm] of alarms) {
      expect(String(alarm.AlarmDescription)).toMatch(/^[A-Z].{40,}/);
      expect(alarm.AlarmActions).toHaveLength(1);
    }
  });

  test('that are invoked asynchronously keep what failed', () => {
    const targets = resourcesOf(app, 'AWS::Scheduler::Schedule').map(([, { Target }]) => Target);
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) expect(target).toHaveProperty('DeadLetterConfig');
    const scheduled = functions.filter(([id]) => targets.some((target) => refersTo(target, id)));
    expect(scheduled).toHaveLength(targets.length);
    for (const [id, fn] of scheduled) {
      expect(fn.DeadLetterConfig).toBeDefined();
      const asynchronous = resourcesOf(app, 'AWS::Lambda::EventInvokeConfig').filter(([, it]) =>
        refersTo(it, id),
      );
      expect(asynchronous).toHaveLength(1);
    }
  });
});

describe('queues', () => {
  test('are encrypted, take TLS only, and all but dead letters have dead letters', () => {
    const queues = resourcesOf(app, 'AWS::SQS::Queue');
    assertions.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    for (const [id] of queues) {
      const policy = resourcesOf(app, 'AWS::SQS::QueuePolicy').filter(([, { Queues }]) =>
        refersTo(Queues, id),
      );
      expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
    }
    const dead = queues.filter(([, queue]) => queue.RedrivePolicy === undefined);
    expect(dead.map(([id]) => id).every((id) => /DeadLetters|Unpublished/.test(id))).toBe(true);
    for (const [id] of dead) {
      const alarms = resourcesOf(app, 'AWS::CloudWatch::Alarm').filter(([, it]) =>
        refersTo(it.Dimensions, id),
      );
      expect(alarms).toHaveLength(1);
    }
  });

  test('hide a message six times as long as their function may take, and report failures one by one', () => {
    const mappings = resourcesOf(app, 'AWS::Lambda::EventSourceMapping') as unknown as [
      string,
      {
        FunctionName: { Ref: string };
        EventSourceArn: { 'Fn::GetAtt'?: [string, string] };
        FunctionResponseTypes?: string[];
      },
    ][];
    const ofQueues = mappings.filter(([, { EventSourceArn }]) => EventSourceArn['Fn::GetAtt'] !== undefined);
    expect(ofQueues).toHaveLength(8);
    for (const [, mapping] of ofQueues) {
      const queue = app.Resources[mapping.EventSourceArn['Fn::GetAtt']![0]]!.Properties as {
        VisibilityTimeout: number;
      };
      const fn = app.Resources[mapping.FunctionName.Ref]!.Properties as { Timeout: number };
      expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * fn.Timeout);
      expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });

  test('the stream calls the publisher for new timeline entries only, and gives up nothing silently', () => {
    assertions.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: {
        Filters: [
          { Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"SK":{"S":[{"prefix":"EVENT#"}]}}}}' },
        ],
      },
    });
  });
});

describe('permissions', () => {
  const statements = statementsOf(app, 'AWS::IAM::Policy');

  test('name each action, and nobody may scan the table', () => {
    expect(statements.length).toBeGreaterThan(30);
    for (const { id, statement } of statements) {
      for (const action of [statement.Action].flat()) {
        expect(`${id}: ${action}`).toMatch(/: [a-z0-9]+:[A-Za-z]+$/);
        expect(action).not.toBe('dynamodb:Scan');
      }
    }
  });

  test('reach every resource only where AWS knows none: traces and the delivery of logs', () => {
    const unlimited = statements.filter(({ statement }) => [statement.Resource].flat().includes('*'));
    const actions = new Set(unlimited.flatMap(({ statement }) => statement.Action));
    for (const action of actions) expect(action).toMatch(/^(xray|logs):/);
  });

  test('except nothing from what they reach, but for text messages, which go to no resource', () => {
    const excepting = statements.filter(({ statement }) => statement.Resource === undefined);
    expect(excepting.map(({ statement }) => statement.Action)).toEqual(['sns:Publish']);
    expect(JSON.stringify(excepting[0]?.statement)).toContain(':sns:*:*:*');
  });

  test('of one feature’s functions do not reach another’s buckets', () => {
    const reaching = (bucket: string) =>
      new Set(
        statements
          .filter(({ statement }) => JSON.stringify(statement.Resource ?? '').includes(bucket))
          .map(
            ({ id }) =>
              /^(Reports|Photos|CityFacts|Notifications|Outbox|Accounts|PersonalData|Directory|Clients|Audit|Punctuality|Triage)/.exec(
                id,
              )?.[0],
          ),
      );
    expect(reaching('Quarantine')).toEqual(new Set(['Photos']));
    expect(reaching('GetAttPhotos')).toEqual(new Set(['Photos', 'PersonalData']));
    expect(reaching('GetAttExports')).toEqual(new Set(['PersonalData']));
    expect(reaching('GetAttAudit')).toEqual(new Set(['Audit']));
    expect(reaching('GetAttIdentityKey')).toEqual(new Set(['Accounts']));
    expect(reaching('GetAttReference')).toEqual(new Set(['Reports', 'CityFacts', 'Triage']));
    // Learning never writes where boundaries lie.
    const writing = statements.filter(
      ({ id, statement }) =>
        id.startsWith('Triage') && JSON.stringify(statement.Action).includes('s3:PutObject'),
    );
    expect(JSON.stringify(writing[0]?.statement.Resource)).toContain('/triage/models/*');
  });
});

describe('the gateway', () => {
  test('throttles, traces, and logs a line for each request without saying who asked', () => {
    const [[, stage]] = resourcesOf(app, 'AWS::ApiGateway::Stage') as [[string, Resource['Properties']]];
    expect(stage).toMatchObject({
      StageName: 'city',
      TracingEnabled: true,
      MethodSettings: [
        {
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: 200,
          ThrottlingBurstLimit: 400,
          LoggingLevel: 'ERROR',
          DataTraceEnabled: false,
        },
      ],
    });
    const { Format } = stage.AccessLogSetting as { Format: string };
    expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(Format).not.toMatch(/sourceIp|authorizer|userAgent|querystring/i);
  });

  test('answers by itself with problem documents that any page may read', () => {
    const answers = resourcesOf(app, 'AWS::ApiGateway::GatewayResponse') as unknown as [
      string,
      {
        ResponseType: string;
        StatusCode?: string;
        ResponseTemplates: Record<string, string>;
        ResponseParameters: Record<string, string>;
      },
    ][];
    const kinds = answers.map(
      ([, { ResponseType, StatusCode }]) => `${ResponseType} ${StatusCode ?? 'as it is'}`,
    );
    expect(kinds.sort()).toEqual([
      'DEFAULT_4XX as it is',
      'DEFAULT_5XX as it is',
      'INTEGRATION_TIMEOUT 504',
      'MISSING_AUTHENTICATION_TOKEN 404',
      'REQUEST_TOO_LARGE 413',
      'RESOURCE_NOT_FOUND 404',
      'THROTTLED 429',
    ]);
    for (const [, { StatusCode, ResponseTemplates, ResponseParameters }] of answers) {
      const problem = JSON.parse(ResponseTemplates['application/json']!) as Record<string, unknown>;
      expect(problem.type).toMatch(/^\/problems\/[a-z-]+$/);
      expect(problem.title).toMatch(/.+ \/ .+/);
      expect(problem.status).toBe(StatusCode === undefined ? undefined : Number(StatusCode));
      expect(ResponseParameters['gatewayresponse.header.Content-Type']).toBe(
        "'application/problem+json; charset=utf-8'",
      );
      expect(ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin']).toBe("'*'");
    }
  });

  test('may call each API function, by one permission for the whole API', () => {
    const permissions = resourcesOf(app, 'AWS::Lambda::Permission');
    expect(permissions).toHaveLength(features.length);
    assertions.allResourcesProperties('AWS::ApiGateway::Method', { HttpMethod: 'ANY' });
  });
});

describe('the workflow of deadlines', () => {
  test('is traced, logs its steps without the tokens, and hands each step to a queue', () => {
    const [[, machine]] = resourcesOf(app, 'AWS::StepFunctions::StateMachine') as [
      [string, Resource['Properties']],
    ];
    expect(machine).toMatchObject({
      StateMachineName: 'city-production-deadlines',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
    expect(JSON.stringify(machine.DefinitionString)).toContain('sqs:sendMessage.waitForTaskToken');
  });
});
