import { DurableObject } from "cloudflare:workers";
import type { ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";
import type { EdgeEnv } from "../env.ts";
import { ChangeStreams } from "./config/change-streams.ts";
import { GroupTypes } from "./config/group-types.ts";
import { KvCopies } from "./config/kv-copies.ts";
import { SnapshotStore } from "./config/snapshot-store.ts";
import { TokenDirectory, type TokenEntry, type TokenTarget } from "./config/token-directory.ts";
import {
  type EvaluationCount,
  type RequestCount,
  type Usage,
  type UsageMessage,
  UsageStore,
} from "./config/usage-store.ts";
import { FLAG_REQUESTS, type MeterReport } from "./meter/reporter.ts";

/** Meters of organisations, as this calls them. */
interface Meters {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId): { report(report: MeterReport): Promise<unknown> };
}

export interface SnapshotAnswer {
  readonly version: number;
  /** Null when the caller's version is current, or when there is none yet (`version` 0). */
  readonly snapshot: ProjectSnapshot | null;
  readonly groupTypes: Record<string, string>;
}

/** Strongly consistent home of a project's snapshot (`project:<id>`) and of the token directory (`tokens`). */
export class ConfigObject extends DurableObject<EdgeEnv> {
  readonly #snapshots: SnapshotStore;
  readonly #groupTypes: GroupTypes;
  readonly #tokens: TokenDirectory;
  readonly #copies: KvCopies;
  readonly #streams = new ChangeStreams();
  readonly #usage: UsageStore;
  /** Environments and days whose counts the meter may not know. */
  readonly #untold = new Set<string>();

  constructor(ctx: DurableObjectState, env: EdgeEnv) {
    super(ctx, env);
    this.#snapshots = new SnapshotStore(ctx.storage.sql);
    this.#groupTypes = new GroupTypes(ctx.storage.sql);
    this.#tokens = new TokenDirectory(ctx.storage.sql);
    this.#usage = new UsageStore(ctx.storage.sql);
    this.#copies = new KvCopies(ctx.storage, env.SNAPSHOTS, (key) => this.#copyOf(key));
  }

  /** Keeps the snapshot unless a newer one is here. `version` is what the object holds afterwards. */
  async putSnapshot(snapshot: ProjectSnapshot): Promise<{ accepted: boolean; version: number }> {
    const known = this.#snapshots.get();
    const held = known?.version ?? 0;
    if (snapshot.version < held) return { accepted: false, version: held };
    this.ctx.storage.transactionSync(() => {
      this.#groupTypes.adopt(snapshot.groupTypes);
      if (snapshot.version > held) this.#snapshots.put(snapshot);
    });
    if (snapshot.version > held) this.#streams.announce(known, snapshot);
    await this.#copies.schedule([`project:${snapshot.projectId}`]);
    return { accepted: true, version: snapshot.version };
  }

  /** The snapshot when its version is above `version`; group types always. */
  async snapshotSince(version: number): Promise<SnapshotAnswer> {
    const held = this.#snapshots.version();
    const snapshot = held > version ? this.#snapshots.get() : null;
    return { version: held, snapshot, groupTypes: this.#groupTypes.all() };
  }

  /** Adds what an edge isolate counted; see {@link UsageStore}. A message that comes again adds nothing. */
  async addUsage(
    requests: readonly RequestCount[],
    evaluations: readonly EvaluationCount[],
    now: number,
    message: UsageMessage,
  ): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      if (this.#usage.isNew(message, now)) this.#usage.add(requests, evaluations, now);
    });
    for (const { environmentId, day } of requests) this.#untold.add(`${environmentId} ${day}`);
    this.ctx.waitUntil(this.#tellMeter());
  }

  /** Brings counted requests to the organisation's meter: totals, so that what failed is told with the next ones. */
  async #tellMeter(): Promise<void> {
    const meters = this.env.USAGE as unknown as Meters | undefined;
    const organizationId = this.#snapshots.get()?.organizationId;
    if (!meters || organizationId === undefined) return;
    const told = [...this.#untold];
    const cells = told.flatMap((place) => {
      const [environmentId, day] = place.split(" ") as [string, string];
      return this.#usage.requestCells(Number(environmentId), day);
    });
    try {
      const meter = meters.get(meters.idFromName(`organization:${organizationId}`));
      await meter.report({ source: FLAG_REQUESTS, cells });
      for (const place of told) this.#untold.delete(place);
    } catch (error) {
      console.error(JSON.stringify({ meter: "flags", organizationId, error: String(error) }));
    }
  }

  async usage(environmentId: number, from: string, to: string, key: string | null): Promise<Usage> {
    return this.#usage.read(environmentId, from, to, key);
  }

  async lastEvaluated(environmentId: number): Promise<Record<string, number>> {
    return this.#usage.lastEvaluated(environmentId);
  }

  /** Server-sent events about changed flags: `?environment=…&token=…&after=<version>`. */
  override async fetch(request: Request): Promise<Response> {
    const { searchParams: query } = new URL(request.url);
    const [environmentId, after] = [Number(query.get("environment")), Number(query.get("after") ?? 0)];
    return this.#streams.open(this.#snapshots.get(), environmentId, query.get("token") ?? "", after || 0);
  }

  /** Index 0–4 of a group type, assigned at first sight; null when all are taken or the name is unusable. */
  async groupTypeIndex(name: string): Promise<number | null> {
    const known = this.#groupTypes.find(name);
    if (known !== null) return known;
    const index = this.#groupTypes.assign(name);
    const projectId = this.#snapshots.get()?.projectId;
    if (index !== null && projectId !== undefined) await this.#copies.schedule([`project:${projectId}`]);
    return index;
  }

  /** Whose project this is; null before its first snapshot. */
  async organizationId(): Promise<string | null> {
    return this.#snapshots.get()?.organizationId ?? null;
  }

  async groupTypes(): Promise<Record<string, string>> {
    return this.#groupTypes.all();
  }

  async putTokens(entries: readonly TokenEntry[]): Promise<void> {
    const changed = entries.filter((entry) => this.#tokens.put(entry));
    await this.#copies.schedule(changed.map(({ token }) => `token:${token}`));
  }

  async removeToken(token: string): Promise<void> {
    this.#tokens.remove(token);
    await this.#copies.schedule([`token:${token}`]);
  }

  async lookupToken(token: string): Promise<TokenTarget | null> {
    return this.#tokens.find(token);
  }

  async lookupEnvironment(environmentId: number): Promise<TokenTarget | null> {
    return this.#tokens.findEnvironment(environmentId);
  }

  override async alarm(): Promise<void> {
    await this.#copies.flush();
  }

  #copyOf(key: string): string | null {
    if (key.startsWith("token:")) {
      const target = this.#tokens.find(key.slice("token:".length));
      return target && JSON.stringify(target);
    }
    const snapshot = this.#snapshots.get();
    if (!snapshot) return null;
    // KV is copied all over the world: people of a region stay in the object.
    const cohorts =
      snapshot.region === undefined
        ? snapshot.cohorts
        : snapshot.cohorts.map(({ members: _, ...cohort }) => cohort);
    return JSON.stringify({ ...snapshot, cohorts, groupTypes: this.#groupTypes.all() });
  }
}
