import { distinctKey, keyOf } from "@edgewise/core/events/identity.ts";
import { partitionOf } from "@edgewise/core/events/partition.ts";
import { clickhouseTime } from "@edgewise/core/events/row.ts";
import type { IngestionWarning, JsonObject } from "@edgewise/core/events/types.ts";
import type { Target } from "../outbox/outbox.ts";
import { FlagOverrides } from "./flag-overrides.ts";
import { GroupStore } from "./group-store.ts";
import { handle } from "./handle.ts";
import type { HotPersons } from "./hot-persons.ts";
import { type Mapping, MappingStore } from "./mapping-store.ts";
import { MemberStore } from "./member-store.ts";
import { MergeLog } from "./merge-log.ts";
import type { Message } from "./messages.ts";
import { type Person, PersonStore } from "./person-store.ts";

export interface SessionOptions {
  readonly sql: SqlStorage;
  /** Index of this partition. */
  readonly self: number;
  readonly partitions: number;
  readonly now: number;
  readonly hot: HotPersons;
  /** Puts a row into the outbox. */
  readonly emit: (target: Target, row: JsonObject) => void;
  readonly warn: (environmentId: number, warning: IngestionWarning) => void;
  /** Puts a message for another partition into the mail. */
  readonly mail: (destination: number, message: Message) => void;
}

/** Identity within one transaction: stores, messages in flight, and the warehouse rows that follow from changes. */
export class IdentitySession {
  readonly self: number;
  readonly partitions: number;
  readonly now: number;
  readonly hot: HotPersons;
  readonly persons: PersonStore;
  readonly mappings: MappingStore;
  readonly members: MemberStore;
  readonly overrides: FlagOverrides;
  readonly groups: GroupStore;
  readonly log: MergeLog;
  readonly warn: SessionOptions["warn"];
  private readonly options: SessionOptions;
  private readonly queue: Message[] = [];

  constructor(options: SessionOptions) {
    this.options = options;
    this.self = options.self;
    this.partitions = options.partitions;
    this.now = options.now;
    this.warn = options.warn;
    this.hot = options.hot;
    this.persons = new PersonStore(options.sql, options.hot);
    this.mappings = new MappingStore(options.sql, options.self);
    this.members = new MemberStore(options.sql);
    this.overrides = new FlagOverrides(options.sql);
    this.groups = new GroupStore(options.sql);
    this.log = new MergeLog(options.sql);
  }

  /** Partition that owns a distinct ID. */
  partitionOf(environmentId: number, distinctId: string): number {
    return this.partitions === 1 ? 0 : partitionOf(environmentId, distinctId, this.partitions);
  }

  /** Hands a step to its partition: in this transaction when it is this one, by mail otherwise. */
  send(destination: number, message: Message): void {
    if (destination === this.self) this.queue.push(message);
    else this.options.mail(destination, message);
  }

  /** Runs the steps that this partition sent to itself, and those they cause. */
  drain(): void {
    for (let message = this.queue.shift(); message; message = this.queue.shift()) handle(this, message);
  }

  /** Gives a distinct ID of this partition its person. */
  map(environmentId: number, distinctId: string, mapping: Mapping, deleted = false): void {
    this.hot.forgetId(environmentId, distinctId);
    this.mappings.set(environmentId, distinctId, mapping);
    this.emitDistinctId(environmentId, distinctId, mapping, deleted);
    const { id, version } = mapping;
    this.options.emit("person_overrides", {
      environment_id: environmentId,
      distinct_key: distinctKey(environmentId, distinctId),
      person_id: id,
      person_key: keyOf(id),
      version,
    });
  }

  emitDistinctId(environmentId: number, distinctId: string, mapping: Mapping, deleted: boolean): void {
    this.options.emit("person_distinct_ids", {
      environment_id: environmentId,
      distinct_key: distinctKey(environmentId, distinctId),
      distinct_id: distinctId,
      person_id: mapping.id,
      person_key: keyOf(mapping.id),
      is_deleted: deleted ? 1 : 0,
      version: mapping.version,
    });
  }

  /** Ends the transaction's identity work: everything is written, the last state of each row goes to the warehouse. */
  finish(): void {
    this.drain();
    for (const person of this.persons.write()) this.options.emit("persons", personRow(person));
    for (const group of this.groups.write()) {
      this.options.emit("groups", { ...group, updated_at: clickhouseTime(this.now) });
    }
  }
}

function personRow(person: Person): JsonObject {
  return {
    environment_id: person.environmentId,
    person_key: keyOf(person.id),
    person_id: person.id,
    properties: JSON.stringify(person.properties),
    is_identified: person.isIdentified ? 1 : 0,
    is_deleted: person.status === "live" ? 0 : 1,
    created_at: clickhouseTime(person.createdAt),
    version: person.version,
  };
}
