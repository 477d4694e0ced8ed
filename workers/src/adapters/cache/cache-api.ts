import type { SharedCache } from "../../ports/shared-cache.ts";

/** A name of our own: nothing that is fetched from outside is kept under it, or answered from it. */
const CACHE = "edgewise-answers";
const ORIGIN = "https://answers.edgewise.invalid/";

/** The Cache API of the platform; where there is none (Node), nothing is kept. */
export function cacheApi(): SharedCache {
  const open = (): Promise<Cache> | undefined =>
    typeof caches === "undefined" ? undefined : caches.open(CACHE);
  const urlOf = (key: string): string => ORIGIN + encodeURIComponent(key);
  return {
    async get(key) {
      try {
        const found = await (await open())?.match(urlOf(key));
        return await found?.text();
      } catch {
        return undefined;
      }
    },
    async set(key, text, maxAgeSeconds) {
      try {
        const headers = { "Cache-Control": `max-age=${maxAgeSeconds}`, "Content-Type": "application/json" };
        await (await open())?.put(urlOf(key), new Response(text, { headers }));
      } catch {
        // An answer that can't be kept is computed again.
      }
    },
  };
}
