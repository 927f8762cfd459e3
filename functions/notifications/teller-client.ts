import type { SQSClient } from '@aws-sdk/client-sqs';
import { readPerson } from '../../shared/account-store.ts';
import type { CityConfig } from '../../shared/city/config.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Table } from '../../shared/table/table.ts';
import { deliveryQueue } from './delivery-queue-client.ts';
import { DeliveryStore } from './delivery-store.ts';
import { peopleReader } from './people-reader.ts';
import { PreferenceStore } from './preference-store.ts';
import { InboxStore } from './store.ts';
import { teller } from './tell.ts';

/** A teller on the city's table and queue, and the people it tells. */
export function openTeller(settings: {
  table: Table;
  sqs: SQSClient;
  queueUrl: string;
  city: CityConfig;
  clock: Clock;
  zaloEndpoint: string | null;
}) {
  const { table, sqs, queueUrl, city, clock, zaloEndpoint } = settings;
  const people = peopleReader(table);
  const tell = teller({
    inbox: new InboxStore(table),
    deliveries: new DeliveryStore(table, city.notices.deliveryDays),
    preferences: new PreferenceStore(table),
    people,
    person: (accountId) => readPerson(table, accountId),
    hasZalo: zaloEndpoint !== null,
    request: deliveryQueue(sqs, queueUrl, clock),
    quietHours: city.notices.quietHours,
    clock,
  });
  return { tell, people };
}
