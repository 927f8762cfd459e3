import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { CorrectionStore } from '../../../functions/triage/correction-store.ts';
import { ModelStore } from '../../../functions/triage/model-store.ts';
import shippedModel from '../../../shared/triage/data/model.json' with { type: 'json' };
import { ModelFile } from '../../../shared/triage/model.ts';
import { openTable } from '../../../shared/table/table.ts';
import { eventually, output } from '../../city-under-test.ts';
import { Client } from '../../journeys/client.ts';

const table = openTable(output('TableName'));
const admin = new Client('admin');
const citizen = new Client('citizen8');
const monitor = new Client('monitor');
const shipped = ModelFile.parse(shippedModel);

/** The model that read a new report. */
async function modelOfNewReport(): Promise<string> {
  const { body } = await citizen.report({ category: 'education', description: 'Cổng trường bị sơn bẩn' });
  return eventually('it is read', async () => {
    const { body: seen } = await monitor.get(`/reports/${body.id}`);
    return seen.office.triage?.model.version;
  });
}

test('an admin lets a proposed model read reports, and goes back to the one before', async () => {
  const version = 'a0a0a0a0a0a0';
  const same = { texts: 10, accuracy: 0.9, macroF1: 0.9 };
  const store = new ModelStore(table, new S3Client({}), output('ReferenceBucket'));
  await store.propose(
    { ...shipped, version },
    {
      version,
      trainedAt: new Date().toISOString(),
      examples: 100,
      corrections: 10,
      comparedWith: shipped.version,
      comparison: { heldOut: { active: same, proposed: same }, recent: { active: same, proposed: same } },
    },
  );
  const activate = (name: string) => admin.post(`/admin/triage-models/${name}/activate`, undefined);
  expect((await activate('b0b0b0b0b0b0')).status).toBe(404);
  expect((await activate('latest')).status).toBe(404);
  expect((await citizen.post(`/admin/triage-models/${version}/activate`, undefined)).status).toBe(403);
  expect((await activate(version)).body).toMatchObject({ active: version });
  const { body } = await admin.get('/admin/triage-models');
  expect(body.items).toContainEqual(expect.objectContaining({ version, active: true, corrections: 10 }));
  await eventually('it reads reports', async () => (await modelOfNewReport()) === version);
  await activate('shipped');
  await eventually('the other one does again', async () => (await modelOfNewReport()) === shipped.version);
});

test('what the monitoring centre says of a report that the machine had read is kept to learn from', async () => {
  const { body } = await citizen.report({
    category: undefined,
    description: 'Cho hỏi 0905 123 456 báo ở mô hè?',
  });
  await eventually('it is read', async () => {
    const { body: seen } = await monitor.get(`/reports/${body.id}`);
    return seen.office.triage !== null;
  });
  await monitor.decide(body.id, { action: 'categorise', category: 'telecom_infrastructure' });
  const kept = await eventually('it is kept', async () => {
    const month = body.createdAt.slice(0, 7);
    const all = await new CorrectionStore(table).between(month, month);
    return all.find(({ reportId }) => reportId === body.id);
  });
  expect(kept).toMatchObject({ category: 'telecom_infrastructure' });
  expect(kept.text).not.toContain('0905');
});
