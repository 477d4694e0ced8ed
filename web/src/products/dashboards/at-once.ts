/** Runs at most `limit` tasks at a time, the others in the order in which they were asked for. */
export function atOnce(limit: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running < limit) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place goes to who waited longest, before anyone new can take it.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
