import { randomUUID } from 'node:crypto';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { eventually } from '../city-under-test.ts';
import { Client } from './client.ts';

const key = () => ({ 'idempotency-key': randomUUID() });
const Export = z.object({ state: z.string(), link: z.string().nullish() });

describe('a person', () => {
  test('gets all that is held on them, behind a link; nobody else does', async () => {
    const lan = new Client('citizen61');
    const photoIds = [await lan.photo()];
    const { body: report } = await lan.report({ photoIds, description: 'Cây đổ chắn ngang đường' });
    const asked = await lan.post('/me/exports', {}, key());
    expect(asked.status).toBe(202);
    const link = await eventually('the export is ready', async () => {
      const { body } = await lan.get(`/me/exports/${asked.body.id}`);
      const { state, link } = Export.parse(body);
      return state === 'ready' && link;
    });
    const zip = unzipSync(new Uint8Array(await (await fetch(link)).arrayBuffer()));
    const data = new TextDecoder().decode(zip['data.json']);
    expect(data).toContain('Cây đổ chắn ngang đường');
    expect(data).toContain(report.code);
    expect(data).not.toMatch(/GSI\dPK|PERSON#/);
    expect(Object.keys(zip).filter((name) => name.endsWith('.jpg'))).toHaveLength(1);

    const guesser = new Client('citizen62');
    expect((await guesser.get(`/me/exports/${asked.body.id}`)).status).toBe(404);
    const account = (await guesser.get('/me')).body.id;
    const { body: found } = await new Client('auditor').get(`/audit?account=${account}`);
    expect(found.items.map(({ type }) => type)).toContain('account.export-refused');
  });

  test('agrees and withdraws, by purpose', async () => {
    const lan = new Client('citizen63');
    const purposes = await lan.get('/me/consents');
    expect(purposes.status).toBe(200);
    expect((await lan.ask('PUT', '/me/consents/training', { body: { given: true } })).status).toBe(200);
    expect((await lan.ask('PUT', '/me/consents/training', { body: { given: false } })).status).toBe(200);
    expect((await lan.ask('PUT', '/me/consents/spying', { body: { given: true } })).status).toBe(404);
  });

  test('is forgotten after the time to undo, while their reports stay', async () => {
    const lan = new Client('citizen64');
    const { body: report } = await lan.report({ description: 'Đèn đường hỏng' });
    const before = (await lan.get('/me')).body.id;
    expect((await lan.post('/me/erasure', {})).status).toBeLessThan(300);
    expect((await lan.get('/me')).body.state).toBe('erasing');
    expect((await lan.ask('DELETE', '/me/erasure')).status).toBeLessThan(300);
    expect((await lan.get('/me')).body.state).toBe('active');
    expect((await new Client('citizen2').get(`/reports/${report.id}`)).status).toBe(200);
    const looked = await new Client('monitor').post(`/reports/${report.id}/reporter`, {
      reason: 'Kiểm tra trước khi xoá',
    });
    expect(looked.body.account).toBe(before);
  });
});
