import { partitionName, partitionOf } from "@edgewise/core/events/partition.ts";
import type { AppendBatch, AppendResult, PartitionEvent } from "@edgewise/core/events/types.ts";
import type { AccountingRow } from "../../partition/accounting.ts";
import type { FlagContext } from "../../partition/flag-context.ts";
import type {
  ErasedPerson,
  GroupView,
  ImportedPerson,
  PropertyEdit,
} from "../../partition/identity/edit-person.ts";
import { groupDistinctId } from "../../partition/identity/group-store.ts";
import type {
  ManageResult,
  MergeLogOptions,
  MergeView,
  PersonView,
  UndoPreview,
} from "../../partition/identity/manage.ts";
import type { PersonRef } from "../../partition/identity/person-store.ts";
import type { QuarantineAnswer, QuarantinedRow } from "../../partition/outbox/quarantine.ts";
import type { PartitionStats } from "../../partition/stats.ts";
import { objectIn } from "../../regions/objects.ts";
import type { Region, RegionVars } from "../../regions/regions.ts";

/** The partition's RPC methods as plain promises (Cloudflare's stub types don't survive recursive JSON types). */
export interface PartitionRpc {
  append(batches: readonly AppendBatch[]): Promise<AppendResult[]>;
  flagContext(
    environmentId: number,
    distinctId: string,
    anonDistinctId: string | null,
    groups: Readonly<Record<string, string>>,
    wantOverrides: readonly string[],
  ): Promise<FlagContext>;
  accounting(environmentId: number, from: string, to: string): Promise<AccountingRow[]>;
  stats(): Promise<PartitionStats>;
  quarantined(environmentId: number, limit?: number): Promise<QuarantinedRow[]>;
  replayQuarantined(environmentId: number, ids: readonly number[] | null): Promise<QuarantineAnswer>;
  dropQuarantined(environmentId: number, ids: readonly number[] | null): Promise<QuarantineAnswer>;
  getPerson(environmentId: number, personId: string): Promise<PersonView | null>;
  personOf(environmentId: number, distinctId: string): Promise<PersonRef>;
  mergeLog(environmentId: number, options?: MergeLogOptions): Promise<MergeView[]>;
  previewUndo(environmentId: number, mergeId: string): Promise<ManageResult<UndoPreview>>;
  undoMerge(environmentId: number, mergeId: string): Promise<ManageResult<UndoPreview>>;
  splitPerson(
    environmentId: number,
    personId: string,
    distinctIds?: readonly string[],
  ): Promise<ManageResult<string[]>>;
  deletePerson(environmentId: number, personId: string): Promise<ManageResult<null>>;
  editPerson(
    environmentId: number,
    personId: string,
    change: PropertyEdit,
  ): Promise<ManageResult<PersonView>>;
  getGroup(environmentId: number, index: number, key: string): Promise<GroupView | null>;
  editGroup(environmentId: number, index: number, key: string, change: PropertyEdit): Promise<GroupView>;
  mergePersons(environmentId: number, target: string, source: string, mergeId: string): Promise<void>;
  erasePerson(environmentId: number, personId: string): Promise<ManageResult<ErasedPerson>>;
  importPersons(environmentId: number, persons: readonly ImportedPerson[]): Promise<void>;
  forgetEvents(environmentId: number, uuids: readonly string[]): Promise<void>;
  forgetEnvironment(environmentId: number): Promise<void>;
  flushMark(): Promise<number>;
  isFlushed(mark: number): Promise<boolean>;
}

/** What of a Worker's bindings this needs. */
export interface PartitionBindings extends RegionVars {
  readonly PARTITION: Pick<DurableObjectNamespace, "get" | "idFromName">;
  readonly PARTITIONS: string;
}

/** One partition of a region by its index. */
function partitionStub(bindings: PartitionBindings, region: Region, index: number): PartitionRpc {
  const namespace = bindings.PARTITION as DurableObjectNamespace;
  return objectIn(namespace, bindings, region, partitionName(index)) as unknown as PartitionRpc;
}

/** Where a row lies that was set aside. */
export interface RowPlace {
  readonly partition: number;
  readonly id: number;
}

export type PartitionRow = QuarantinedRow & RowPlace;

/** All partitions of a region as one: for the API and health, off the hot path. */
export interface Partitions {
  accounting(environmentId: number, from: string, to: string): Promise<AccountingRow[]>;
  stats(): Promise<PartitionStats[]>;
  /** Rows that the warehouse refused, newest first. */
  quarantined(environmentId: number, limit?: number): Promise<PartitionRow[]>;
  /** Sends such rows once more, or throws them away; null = all of the environment, at most 1,000 a partition. */
  decideQuarantined(
    decision: "replay" | "drop",
    environmentId: number,
    rows: readonly RowPlace[] | null,
  ): Promise<QuarantineAnswer>;
  /** What flags need of stored state; throws while it can't be read. */
  flagContext: PartitionRpc["flagContext"];
  getPerson(environmentId: number, personId: string): Promise<PersonView | null>;
  personOf(environmentId: number, distinctId: string): Promise<PersonView | null>;
  mergeLog(environmentId: number, options?: MergeLogOptions): Promise<MergeView[]>;
  previewUndo(environmentId: number, mergeId: string): Promise<ManageResult<UndoPreview>>;
  undoMerge(environmentId: number, mergeId: string): Promise<ManageResult<UndoPreview>>;
  splitPerson(
    environmentId: number,
    personId: string,
    distinctIds?: readonly string[],
  ): Promise<ManageResult<string[]>>;
  deletePerson(environmentId: number, personId: string): Promise<ManageResult<null>>;
  editPerson(
    environmentId: number,
    personId: string,
    change: PropertyEdit,
  ): Promise<ManageResult<PersonView>>;
  getGroup(environmentId: number, index: number, key: string): Promise<GroupView | null>;
  /** Sets and unsets properties of a group; makes it when there is none. */
  editGroup(environmentId: number, index: number, key: string, change: PropertyEdit): Promise<GroupView>;
  /** Begins the merge of the person of `source` into that of `target`; done once no mail waits. */
  mergePersons(environmentId: number, target: string, source: string, mergeId: string): Promise<void>;
  erasePerson(environmentId: number, personId: string): Promise<ManageResult<ErasedPerson>>;
  /** Takes persons over from elsewhere; done once no mail waits. */
  importPersons(environmentId: number, persons: readonly ImportedPerson[]): Promise<void>;
  /** Stores events of an import; throws when a partition is full. Answers how many were new. */
  append(environmentId: number, receivedAt: number, events: readonly PartitionEvent[]): Promise<number>;
  forgetEvents(environmentId: number, uuids: readonly string[]): Promise<void>;
  /** Drops persons, groups and what waits of an environment that was deleted for good. */
  forgetEnvironment(environmentId: number): Promise<void>;
  /** A mark in each partition: what was accepted so far is in the warehouse once {@link isFlushed} says so. */
  flushMarks(): Promise<number[]>;
  isFlushed(marks: readonly number[]): Promise<boolean>;
}

export function partitions(bindings: PartitionBindings, region: Region): Partitions {
  const count = Math.max(1, Number(bindings.PARTITIONS) || 1);
  const stubAt = (index: number) => partitionStub(bindings, region, index);
  // A stub belongs to the request that made it, so each call makes its own.
  const stubs = () => Array.from({ length: count }, (_, index) => stubAt(index));
  const all = <T>(ask: (stub: PartitionRpc) => Promise<T>): Promise<T[]> => Promise.all(stubs().map(ask));

  /** The partition that knows the thing answers; the others say `not_found`. */
  const first = async <T>(
    ask: (stub: PartitionRpc) => Promise<ManageResult<T>>,
  ): Promise<ManageResult<T>> => {
    const answers = await all(ask);
    return answers.find((answer) => answer.ok) ?? answers.find(isConflict) ?? answers[0]!;
  };

  const getPerson = async (environmentId: number, personId: string): Promise<PersonView | null> => {
    const answers = await all((stub) => stub.getPerson(environmentId, personId));
    return answers.find((person) => person !== null) ?? null;
  };

  const groupHome = (environmentId: number, index: number, key: string): PartitionRpc =>
    stubAt(partitionOf(environmentId, groupDistinctId(index, key), count));

  return {
    flagContext: (environmentId, distinctId, ...rest) =>
      stubAt(partitionOf(environmentId, distinctId, count)).flagContext(environmentId, distinctId, ...rest),
    getPerson,
    async accounting(environmentId, from, to) {
      return sumAccounting((await all((stub) => stub.accounting(environmentId, from, to))).flat());
    },
    stats: () => all((stub) => stub.stats()),
    async quarantined(environmentId, limit = 100) {
      const ofEach = await all((stub) => stub.quarantined(environmentId, limit));
      const rows = ofEach.flatMap((list, partition) => list.map((row) => ({ ...row, partition })));
      return rows.sort((a, b) => b.at - a.at).slice(0, limit);
    },
    async decideQuarantined(decision, environmentId, rows) {
      const method = decision === "replay" ? "replayQuarantined" : "dropQuarantined";
      const answers = await Promise.all(
        stubs().map(async (stub, index) => {
          const ids = rows?.filter(({ partition }) => partition === index).map(({ id }) => id) ?? null;
          return ids?.length === 0 ? { done: 0, cut: 0 } : await stub[method](environmentId, ids);
        }),
      );
      const sum = (part: keyof QuarantineAnswer) => answers.reduce((total, one) => total + one[part], 0);
      return { done: sum("done"), cut: sum("cut") };
    },
    async personOf(environmentId, distinctId) {
      const owner = stubAt(partitionOf(environmentId, distinctId, count));
      const { id, home } = await owner.personOf(environmentId, distinctId);
      return await stubAt(home).getPerson(environmentId, id);
    },
    async mergeLog(environmentId, options = {}) {
      const entries = (await all((stub) => stub.mergeLog(environmentId, options))).flat();
      return entries.sort((a, b) => b.at - a.at).slice(0, options.limit ?? 100);
    },
    previewUndo: (environmentId, mergeId) => first((stub) => stub.previewUndo(environmentId, mergeId)),
    undoMerge: (environmentId, mergeId) => first((stub) => stub.undoMerge(environmentId, mergeId)),
    splitPerson: (environmentId, personId, ids) =>
      first((stub) => stub.splitPerson(environmentId, personId, ids)),
    deletePerson: (environmentId, personId) => first((stub) => stub.deletePerson(environmentId, personId)),
    editPerson: (environmentId, personId, change) =>
      first((stub) => stub.editPerson(environmentId, personId, change)),
    getGroup: (environmentId, index, key) =>
      groupHome(environmentId, index, key).getGroup(environmentId, index, key),
    editGroup: (environmentId, index, key, change) =>
      groupHome(environmentId, index, key).editGroup(environmentId, index, key, change),
    mergePersons: (environmentId, target, source, mergeId) =>
      stubAt(partitionOf(environmentId, target, count)).mergePersons(environmentId, target, source, mergeId),
    erasePerson: (environmentId, personId) => first((stub) => stub.erasePerson(environmentId, personId)),
    async importPersons(environmentId, persons) {
      const homes = Map.groupBy(persons, ({ distinctIds: [first = ""] }) =>
        partitionOf(environmentId, first, count),
      );
      for (const [home, list] of homes) await stubAt(home).importPersons(environmentId, list);
    },
    async append(environmentId, receivedAt, events) {
      const homes = Map.groupBy(events, ({ distinctId }) => partitionOf(environmentId, distinctId, count));
      let stored = 0;
      for (const [home, list] of homes) {
        const batch = { environmentId, receivedAt, events: list, rejections: [], warnings: [] };
        const [result] = await stubAt(home).append([batch]);
        if (!result?.ok) throw new Error("The event path is full: the rest follows when it has emptied.");
        stored += result.stored;
      }
      return stored;
    },
    async forgetEvents(environmentId, uuids) {
      await all((stub) => stub.forgetEvents(environmentId, uuids));
    },
    async forgetEnvironment(environmentId) {
      await all((stub) => stub.forgetEnvironment(environmentId));
    },
    flushMarks: () => all((stub) => stub.flushMark()),
    async isFlushed(marks) {
      const flushed = await Promise.all(stubs().map((stub, index) => stub.isFlushed(marks[index] ?? 0)));
      return flushed.every(Boolean);
    },
  };
}

function isConflict(answer: ManageResult<unknown>): boolean {
  return !answer.ok && answer.code === "conflict";
}

/** Adds up the partitions' counters of the same day and lane. */
export function sumAccounting(rows: readonly AccountingRow[]): AccountingRow[] {
  const sums = new Map<string, AccountingRow>();
  for (const row of rows) {
    const key = `${row.day} ${row.lane}`;
    const sum = sums.get(key);
    sums.set(key, sum ? addRows(sum, row) : row);
  }
  return Array.from(sums.entries())
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
}

function addRows(a: AccountingRow, b: AccountingRow): AccountingRow {
  const rejected = { ...a.rejected };
  for (const [reason, count] of Object.entries(b.rejected))
    rejected[reason] = (rejected[reason] ?? 0) + count;
  return {
    day: a.day,
    lane: a.lane,
    received: a.received + b.received,
    stored: a.stored + b.stored,
    duplicate: a.duplicate + b.duplicate,
    quarantined: a.quarantined + b.quarantined,
    over_limit: a.over_limit + b.over_limit,
    bot: a.bot + b.bot,
    rejected,
  };
}
