import { DurableObject } from "cloudflare:workers";
import { cookielessDays, isCookielessDay, saltEnd } from "@edgewise/core/events/cookieless.ts";
import type { EdgeEnv } from "../env.ts";
import { requireBucket } from "../regions/bindings.ts";
import { readObjectName } from "../regions/objects.ts";

const BYTES = 32;
const FOLDER = "cookieless-salts/";

/**
 * The salts of cookieless visitors by calendar day, one object (`salts`) a region. A salt is made when its day begins
 * somewhere, and deleted when no event of that day is taken any more. They lie in object storage, which forgets what is
 * deleted: this object's own storage could be taken back to any moment of 30 days, and its log keeps old pages.
 */
export class SaltObject extends DurableObject<EdgeEnv> {
  readonly #bucket: R2Bucket;
  readonly #known = new Map<string, string>();

  constructor(ctx: DurableObjectState, env: EdgeEnv) {
    super(ctx, env);
    const region = readObjectName(ctx.id.name ?? "").region || (ctx.storage.kv.get<string>("region") ?? "");
    if (region !== "") ctx.storage.kv.put("region", region);
    this.#bucket = requireBucket(env, region);
  }

  /** The salts of the days that have visitors now. `now` is for tests. */
  async salts(now: number = Date.now()): Promise<Record<string, string>> {
    return await this.ctx.blockConcurrencyWhile(async () => {
      await this.#forget(now);
      const found: Record<string, string> = {};
      for (const day of cookielessDays(now)) found[day] = await this.#salt(day);
      const next = Math.min(...Object.keys(found).map(saltEnd));
      if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(next);
      return found;
    });
  }

  /** Days whose salts are stored: what the tests look at. */
  async days(): Promise<string[]> {
    const { objects } = await this.#bucket.list({ prefix: FOLDER });
    return objects.map(({ key }) => key.slice(FOLDER.length));
  }

  override async alarm(): Promise<void> {
    await this.#forget(Date.now());
    const days = await this.days();
    if (days.length > 0) await this.ctx.storage.setAlarm(Math.min(...days.map(saltEnd)));
  }

  async #salt(day: string): Promise<string> {
    const known = this.#known.get(day);
    if (known !== undefined) return known;
    const object = await this.#bucket.get(`${FOLDER}${day}`);
    const salt =
      (await object?.text()) ?? Buffer.from(crypto.getRandomValues(new Uint8Array(BYTES))).toString("base64");
    if (!object) await this.#bucket.put(`${FOLDER}${day}`, salt);
    this.#known.set(day, salt);
    return salt;
  }

  async #forget(now: number): Promise<void> {
    const gone = (await this.days()).filter((day) => !isCookielessDay(day, now));
    if (gone.length > 0) await this.#bucket.delete(gone.map((day) => `${FOLDER}${day}`));
    for (const day of this.#known.keys()) if (!isCookielessDay(day, now)) this.#known.delete(day);
  }
}
