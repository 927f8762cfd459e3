import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { indexKeys } from '../../functions/reports/keys.ts';
import type { Report } from '../../functions/reports/report.ts';
import { ReportStore } from '../../functions/reports/store.ts';
import { submit } from '../../functions/reports/submission.ts';
import { sweep } from '../../functions/reports/sweep.ts';
import { newCode, newId } from '../../shared/identifiers.ts';
import { reportKey } from '../../shared/report.ts';
import { openTable, present } from '../../shared/table/table.ts';
import { now, phuXuan, reporter, timetable, timetables } from '../unit/reports/samples.ts';
import type { CountingProxy } from './counting-proxy.ts';

/** What a sweep of the reports that are due costs, next to how many are open. */
export interface SweepFigures {
  open: number;
  due: number;
  steps: number;
  readUnits: number;
  writeUnits: number;
  readUnitsPerDue: number | null;
  writeUnitsPerDue: number | null;
  seconds: number;
}

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

/** An open report of 300 characters, whose office has to accept it within eight hours of `at`. */
function openReport(at: Date): Report {
  const submission = {
    id: newId(at),
    code: newCode(),
    reporter,
    description: 'Cây nghiêng trước cổng trường, trời gió rất dễ đổ. '.repeat(6),
    location: { lat: 16.47, lng: 107.58 },
    address: null,
    category: 'trees_parks' as const,
    photoIds: [],
    commune: '19753',
    communeIsGuess: false,
    unit: phuXuan,
  };
  return submit(submission, at, timetable).report;
}

/**
 * Sweeps a table of its own: what costs is what is due, not what is open. Each sweep must take every due step once.
 * `endpoint` is the emulator itself, to fill the table past the proxy that counts.
 */
export async function measureSweep(endpoint: string, proxy: CountingProxy): Promise<SweepFigures[]> {
  const direct = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint }));
  const table = openTable(`bench-sweep-${randomUUID()}`);
  const keys = ['', 'GSI3'].map((name) => [`${name}PK`, `${name}SK`] as const);
  const schema = ([hash, range]: readonly [string, string]) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await direct.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.flat().map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: schema(['PK', 'SK']),
      GlobalSecondaryIndexes: [
        { IndexName: 'GSI3', KeySchema: schema(['GSI3PK', 'GSI3SK']), Projection: { ProjectionType: 'ALL' } },
      ],
    }),
  );

  let open = 0;
  async function fill(count: number, at: Date): Promise<void> {
    open += count;
    for (let left = count; left > 0; left -= 25) {
      const reports = Array.from({ length: Math.min(25, left) }, () => openReport(at));
      const requests = reports.map((report) => ({
        PutRequest: { Item: present({ ...reportKey(report.id), ...report, ...indexKeys(report) }) },
      }));
      await direct.send(new BatchWriteCommand({ RequestItems: { [table.name]: requests } }));
    }
  }

  const figures: SweepFigures[] = [];
  async function measure(due: number, at: Date): Promise<void> {
    const ground = {
      store: new ReportStore(table),
      timetables,
      clock: { now: () => at, secondsUntil: () => 0 },
    };
    proxy.take();
    const began = performance.now();
    const { steps, reports, failed } = await sweep(ground, () => true);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    if (steps !== due || reports !== due || failed > 0) {
      throw new Error(
        `of ${due} due reports ${reports} were looked at, ${steps} steps taken, ${failed} failed`,
      );
    }
    const { readUnits, writeUnits } = proxy.take();
    const each = (units: number) => (due === 0 ? null : Math.round((units / due) * 100) / 100);
    figures.push({
      open,
      due,
      steps,
      readUnits,
      writeUnits,
      readUnitsPerDue: each(readUnits),
      writeUnitsPerDue: each(writeUnits),
      seconds,
    });
  }

  await fill(300, now);
  await fill(1700, hours(1000));
  await measure(300, hours(8));
  await fill(300, hours(1));
  await fill(7700, hours(1000));
  await measure(300, hours(9));
  await fill(3000, hours(2));
  await measure(3000, hours(10));
  await measure(0, hours(10));
  await direct.send(new DeleteTableCommand({ TableName: table.name }));
  return figures;
}
