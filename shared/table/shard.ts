/** Which of `count` shards an id belongs to: always the same one, evenly spread. */
export function shardOf(id: string, count: number): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return hash % count;
}
