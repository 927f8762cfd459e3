import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Envelope } from '../../events/envelope.ts';
import type { TimelineEntry } from '../../shared/timeline.ts';

/** A timeline entry as others hear it. What people wrote stays in the timeline. */
export function eventOf(entry: TimelineEntry, busName: string): PutEventsRequestEntry {
  const detail: Envelope = {
    id: entry.id,
    schema: 1,
    at: entry.at,
    aggregate: entry.aggregate,
    actor: entry.actor,
    data: { ...entry.data, audience: entry.audience },
  };
  return {
    EventBusName: busName,
    Source: `city.${entry.aggregate.type}s`,
    DetailType: entry.type,
    Time: new Date(entry.at),
    Resources: [`${entry.aggregate.type}/${entry.aggregate.id}`],
    Detail: JSON.stringify(detail),
  };
}
