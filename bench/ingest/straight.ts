import { DATABASE, openEngine } from "../engine.ts";

/** chdb in this process with the product's tables, and nothing in front of it. */
export interface StraightEngine {
  /** Inserts NDJSON bodies one after the other; answers the seconds it took. */
  insert(bodies: readonly Buffer[]): Promise<number>;
  close(): void;
}

export async function openStraight(directory: string): Promise<StraightEngine> {
  const engine = await openEngine(directory);
  return {
    async insert(bodies) {
      const start = performance.now();
      for (const rows of bodies) {
        // The product's own setting: else the yardstick would do work that the product leaves out.
        const settings = { optimize_on_insert: "0" };
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
