import { readObjectName } from "../regions/objects.ts";
import type { Region } from "../regions/regions.ts";
import { noCounts } from "./accounting.ts";
import type { PartitionConfig } from "./config.ts";
import { Dedupe } from "./dedupe.ts";
import { HotPersons } from "./identity/hot-persons.ts";
import { Mail } from "./mail.ts";
import { Meter } from "./meter/cells.ts";
import { PartitionLimits } from "./meter/limits.ts";
import { Outbox } from "./outbox/outbox.ts";
import { migrate, readMeta, writeMeta } from "./schema.ts";

/** What a partition keeps in its SQLite, and the little of it that is mirrored in memory. */
export class PartitionStore {
  readonly sql: SqlStorage;
  readonly config: PartitionConfig;
  /** Index of this partition. */
  readonly self: number;
  /** Region of this partition and its data. */
  readonly region: Region;
  readonly dedupe: Dedupe;
  readonly outbox: Outbox;
  readonly mail: Mail;
  readonly meter: Meter;
  readonly limits: PartitionLimits;
  readonly hot = new HotPersons();
  /** For metrics: since this object was loaded. */
  readonly totals = noCounts();
  private readonly storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage, config: PartitionConfig, name: string | undefined, now: number) {
    this.storage = storage;
    this.sql = storage.sql;
    this.config = config;
    storage.transactionSync(() => migrate(storage.sql));
    const place = rememberPlace(storage.sql, name);
    this.self = place.index;
    this.region = place.region;
    this.dedupe = new Dedupe(storage.sql, config, now);
    this.outbox = new Outbox(storage.sql, config);
    this.mail = new Mail(storage.sql, now);
    this.limits = new PartitionLimits(config.partitions);
    this.meter = new Meter(storage.sql, this.limits, now);
  }

  /** Runs `work` in one transaction; when it throws, storage and memory are as before. */
  transaction<T>(now: number, work: () => T): T {
    try {
      return this.storage.transactionSync(work);
    } catch (error) {
      this.dedupe.reload(now);
      this.outbox.reload();
      this.mail.reload();
      this.meter.reload();
      this.hot.clear();
      throw error;
    }
  }
}

interface Place {
  readonly index: number;
  readonly region: Region;
}

/** What the object's name says (`p3`, `eu:p3`), kept: an object that an alarm wakes may not be told its name. */
function rememberPlace(sql: SqlStorage, text: string | undefined): Place {
  const known = { index: readMeta<number>(sql, "index"), region: readMeta<string>(sql, "region") ?? "" };
  const { region, name } = readObjectName(text ?? "");
  const named = /^p(\d+)$/.exec(name)?.[1];
  if (named === undefined) return { index: known.index ?? 0, region: known.region };
  const index = Number(named);
  if (known.index !== index) writeMeta(sql, "index", index);
  if (known.region !== region) writeMeta(sql, "region", region);
  return { index, region };
}
