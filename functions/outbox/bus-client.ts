import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';

/** EventBridge takes ten events in one call. */
const most = 10;

/**
 * Puts events on the bus and gives back those that it did not take: a call may succeed and still refuse some of its
 * events, so each answer is looked at.
 */
export async function publish(
  bus: EventBridgeClient,
  events: readonly PutEventsRequestEntry[],
): Promise<PutEventsRequestEntry[]> {
  const refused: PutEventsRequestEntry[] = [];
  for (let start = 0; start < events.length; start += most) {
    const batch = events.slice(start, start + most);
    const { Entries = [] } = await bus.send(new PutEventsCommand({ Entries: [...batch] }));
    refused.push(...batch.filter((_, index) => Entries[index]?.EventId === undefined));
  }
  return refused;
}
