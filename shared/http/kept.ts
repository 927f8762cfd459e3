/**
 * Answers of `read` by key, each asked for at most once a minute: what is known of a caller holds that long, so an
 * ended sign-in or post is refused everywhere within 60 seconds. At most `most` are kept, the oldest leave first.
 */
export function keptForAMinute<T>(
  read: (key: string) => Promise<T>,
  now: () => number,
  most = 2000,
): (key: string) => Promise<T> {
  const kept = new Map<string, { until: number; value: Promise<T> }>();
  return (key) => {
    const found = kept.get(key);
    if (found && now() < found.until) return found.value;
    const value = read(key);
    kept.delete(key);
    kept.set(key, { until: now() + minute, value });
    // A read that failed is no answer.
    value.catch(() => kept.delete(key));
    if (kept.size > most)
      for (const oldest of [...kept.keys()].slice(0, kept.size - most)) kept.delete(oldest);
    return value;
  };
}

const minute = 60_000;
