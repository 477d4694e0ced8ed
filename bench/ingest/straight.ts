import { DATABASE, openEngine } from "../engine.ts";

/** chdb in this process with the product's tables, and nothing in front of it. */
export interface StraightEngine {
  /** Inserts NDJSON bodies one after the other; answers the seconds it took. */
  insert(bodies: readonly Buffer[], settings?: Readonly<Record<string, string>>): Promise<number>;
  close(): void;
}

export async function openStraight(directory: string): Promise<StraightEngine> {
  const engine = await openEngine(directory);
  return {
    async insert(bodies, settings = {}) {
      const start = performance.now();
      for (const rows of bodies) {
        await engine.insert(
          { database: DATABASE, settings },
          { table: "events", format: "JSONEachRow", rows },
        );
      }
      return (performance.now() - start) / 1000;
    },
    close: () => engine.close(),
  };
}
