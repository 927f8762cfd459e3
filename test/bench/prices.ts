import * as z from 'zod';

/** What a call to DynamoDB consumes. */
export interface Units {
  readUnits: number;
  writeUnits: number;
}
export const nothing: Units = { readUnits: 0, writeUnits: 0 };

type Attribute = Record<string, unknown>;
type Item = Record<string, Attribute>;
const Item: z.ZodType<Item> = z.record(z.string(), z.record(z.string(), z.unknown()));
const Key = z.object({ TableName: z.string(), Key: Item });
const Put = z.object({ TableName: z.string(), Item });
const Request = z.object({
  ConsistentRead: z.boolean().default(false),
  TableName: z.string().optional(),
  Key: Item.optional(),
  Item: Item.optional(),
  TransactItems: z
    .array(z.object({ Put: Put.optional(), Update: Key.optional(), Delete: Key.optional() }))
    .default([]),
});
const Answer = z.object({ Item: Item.optional(), Items: z.array(Item).default([]) });

const kilobyte = 1024;
const keyNames = ['PK', 'SK'];

/** An attribute's size in bytes, by DynamoDB's rules as far as this table uses types. */
function sizeOfAttribute(attribute: Attribute): number {
  const [[type, value] = ['NULL', true]] = Object.entries(attribute);
  if (type === 'S') return Buffer.byteLength(String(value));
  if (type === 'N') return Math.ceil(String(value).length / 2) + 1;
  if (type === 'L')
    return (
      3 +
      z
        .array(z.record(z.string(), z.unknown()))
        .parse(value)
        .reduce((sum, one) => sum + 1 + sizeOfAttribute(one), 0)
    );
  if (type === 'M') return 3 + Object.keys(Item.parse(value)).length + sizeOf(Item.parse(value));
  return 1;
}

/** An item's size in bytes: names and values. */
function sizeOf(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfAttribute(value),
    0,
  );
}

const writeUnitsFor = (item: Item | null) =>
  item === null ? 1 : Math.max(1, Math.ceil(sizeOf(item) / kilobyte));

/** Which index entries an item has: index → its partition and sort key. */
function indexEntries(item: Item | null): Map<string, string> {
  const found = Object.entries(item ?? {}).filter(([name]) => /^GSI\d+PK$/.test(name));
  return new Map(
    found.map(([name, value]) => {
      const index = name.slice(0, -2);
      return [index, JSON.stringify([value, item?.[`${index}SK`]])];
    }),
  );
}

/** What the indexes consume when an item changes: each changed entry is written, one that moves is deleted and put. */
function indexUnits(before: Item | null, after: Item | null): number {
  const [old, now] = [indexEntries(before), indexEntries(after)];
  let units = 0;
  for (const index of new Set([...old.keys(), ...now.keys()])) {
    const moved = old.has(index) && now.has(index) && old.get(index) !== now.get(index);
    units += writeUnitsFor(now.has(index) ? after : before) * (moved ? 2 : 1);
  }
  return units;
}

/**
 * Counts what calls consume from the sizes of items, since the emulator does not: 4 kB a read unit (half when it need
 * not be consistent), 1 kB a write unit, doubled in a transaction, and each index entry that changes.
 */
export class Prices {
  private readonly endpoint: string;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
  }

  /** Looks at a call before it is made; gives a function that tells its price from the answer. */
  async of(
    operation: string,
    body: Buffer,
    headers: Record<string, unknown>,
  ): Promise<(answer: Buffer) => Promise<Units>> {
    const request = Request.parse(JSON.parse(body.toString('utf8')));
    if (operation === 'GetItem' || operation === 'Query') {
      return (answer) => Promise.resolve(readPrice(answer, request.ConsistentRead));
    }
    const inTransaction = operation === 'TransactWriteItems';
    const writes = inTransaction
      ? request.TransactItems.flatMap(keysOf)
      : keysOf(operation === 'PutItem' ? { Put: Put.parse(request) } : { Update: Key.parse(request) });
    const read = (write: z.infer<typeof Key>) => this.read(write, headers);
    const before = await Promise.all(writes.map(read));
    return async () => {
      const after = await Promise.all(writes.map(read));
      const writeUnits = writes.reduce((sum, _, index) => {
        const [old = null, now = null] = [before[index], after[index]];
        const base = Math.max(writeUnitsFor(old), writeUnitsFor(now));
        return sum + base * (inTransaction ? 2 : 1) + indexUnits(old, now);
      }, 0);
      return { readUnits: 0, writeUnits };
    };
  }

  private async read(
    { TableName, Key: key }: z.infer<typeof Key>,
    headers: Record<string, unknown>,
  ): Promise<Item | null> {
    const answer = await fetch(this.endpoint, {
      method: 'POST',
      headers: {
        authorization: String(headers.authorization),
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.GetItem',
      },
      body: JSON.stringify({ TableName, Key: key, ConsistentRead: true }),
    });
    return Answer.parse(await answer.json()).Item ?? null;
  }
}

function readPrice(answer: Buffer, consistent: boolean): Units {
  const { Item: one, Items: many } = Answer.parse(JSON.parse(answer.toString('utf8')));
  const bytes = [...(one ? [one] : []), ...many].reduce((sum, item) => sum + sizeOf(item), 0);
  return {
    readUnits: Math.max(1, Math.ceil(bytes / (4 * kilobyte))) * (consistent ? 1 : 0.5),
    writeUnits: 0,
  };
}

function keysOf({
  Put: put,
  Update: update,
  Delete: gone,
}: z.infer<typeof Request>['TransactItems'][number]): z.infer<typeof Key>[] {
  const ofPut = put && {
    TableName: put.TableName,
    Key: Object.fromEntries(Object.entries(put.Item).filter(([name]) => keyNames.includes(name))),
  };
  return [ofPut, update, gone].filter((key) => key !== undefined);
}
