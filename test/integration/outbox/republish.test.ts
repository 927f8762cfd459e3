import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { account } from '../../../functions/notifications/notices.ts';
import { InboxStore } from '../../../functions/notifications/store.ts';
import { sampleReportEvent } from '../../../events/report.ts';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { newId } from '../../../shared/identifiers.ts';
import { openTable, transact } from '../../../shared/table/table.ts';
import { append } from '../../../shared/timeline-store.ts';
import { eventually, output } from '../../city-under-test.ts';
import { invoke } from '../invoke.ts';

const table = openTable(output('TableName'));
const inbox = new InboxStore(table);

test('an entry is told through stream and bus, and told again from the table when a day is published again', async () => {
  const at = new Date(Date.UTC(2033, 0, 1 + Math.floor(Math.random() * 3000), 12));
  const reporterId = randomUUID();
  const id = newId(at);
  const { audience, ...data } = sampleReportEvent.data;
  await transact(table, [
    append(
      table,
      {
        type: 'report.accepted',
        at: at.toISOString(),
        aggregate: { type: 'report', id: newId(at), version: 2 },
        actor: sampleReportEvent.actor,
        data: { ...data, reporterId },
        audience,
        note: 'what somebody wrote',
        noteAudience: 'public',
      },
      id,
    ),
  ]);
  const told = async () => (await inbox.read([account(reporterId)], { after: undefined, limit: 10 })).notices;
  await eventually('it is told', async () => (await told()).length === 1);
  expect(JSON.stringify(await told())).not.toContain('what somebody wrote');

  // The inbox is lost; the day is published again.
  await table.db.send(
    new DeleteCommand({ TableName: table.name, Key: { PK: `INBOX#ACCOUNT#${reporterId}`, SK: id } }),
  );
  expect(await invoke('outbox-on-republish', { day: at.toISOString().slice(0, 10) })).toMatchObject({
    published: 1,
    refused: 0,
    next: null,
  });
  await eventually('it is told again', async () => (await told()).length === 1);
});
