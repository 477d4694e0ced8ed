import { DurableObject } from "cloudflare:workers";
import { unpackBatch } from "@edgewise/core/events/pack.ts";
import { partitionName } from "@edgewise/core/events/partition.ts";
import type { AppendBatch, AppendResult, JsonObject } from "@edgewise/core/events/types.ts";
import { tracedWarehouse } from "../adapters/tracing/traced-warehouse.ts";
import { tracingOf } from "../adapters/tracing/tracing.ts";
import { createWarehouse } from "../adapters/warehouse/create.ts";
import type { EdgeEnv } from "../env.ts";
import { requireBucket, warehouseVars } from "../regions/bindings.ts";
import { objectIn } from "../regions/objects.ts";
import { type AccountingRow, readAccounting } from "./accounting.ts";
import { openSession } from "./append.ts";
import type { TokenTarget } from "./config/token-directory.ts";
import { partitionConfig } from "./config.ts";
import { seenKey } from "./dedupe.ts";
import {
  type ContextPeer,
  type ContextQuestion,
  flagContext,
  type OverrideWish,
  type PersonContext,
  personContext,
} from "./flag-context.ts";
import { forgetEnvironment } from "./forget-environment.ts";
import { GroupCommit } from "./group-commit.ts";
import { taken } from "./handoff.ts";
import * as edit from "./identity/edit-person.ts";
import { handle } from "./identity/handle.ts";
import * as manage from "./identity/manage.ts";
import type { Letter } from "./mail.ts";
import type { MeterState } from "./meter/cells.ts";
import type { LimitAnswer } from "./meter/limits.ts";
import { type MeterReport, MeterReporter } from "./meter/reporter.ts";
import { archive } from "./outbox/archive.ts";
import { Flusher } from "./outbox/flusher.ts";
import {
  dropQuarantined,
  type QuarantineAnswer,
  type QuarantinedRow,
  readQuarantine,
  replayQuarantined,
} from "./outbox/quarantine.ts";
import { Postman } from "./postman.ts";
import { type PartitionStats, partitionStats } from "./stats.ts";
import { PartitionStore } from "./store.ts";

/** What partitions ask of each other. */
interface PartitionPeer extends ContextPeer {
  receive(origin: number, letters: readonly Letter[]): Promise<number>;
}

/** Meters of organisations, and where environments are found, as this asks them. */
interface Meters {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId): { report(report: MeterReport): Promise<LimitAnswer> };
}
interface Directory {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId): {
    lookupEnvironment(environmentId: number): Promise<TokenTarget | null>;
    organizationId(): Promise<string | null>;
  };
}

/** Fallback after a crash or an eviction: timers do the work while the object lives. */
const ALARM_MS = 5_000;
const MAINTENANCE_MS = 3_600_000;

/** One partition of the event log: deduplicates, resolves identity and keeps the outbox to the warehouse. */
export class PartitionObject extends DurableObject<EdgeEnv> {
  private readonly store: PartitionStore;
  private readonly commits: GroupCommit;
  private readonly flusher: Flusher;
  private readonly postman: Postman;
  /** Null where no meters of organisations are kept. */
  private readonly reporter: MeterReporter | null;
  private readonly organizations = new Map<number, string>();
  private alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: EdgeEnv) {
    super(ctx, env);
    const now = (): number => this.now();
    const config = partitionConfig(env);
    this.store = new PartitionStore(ctx.storage, config, ctx.id.name, now());
    const { self, region } = this.store;
    const tracing = tracingOf(env, "partition");
    const warehouse = tracedWarehouse(createWarehouse(warehouseVars(env, region), config), tracing);
    this.flusher = new Flusher({
      store: this.store,
      warehouse,
      archive: (zstd, key) => archive(requireBucket(env, region), zstd, key),
      now,
      random: Math.random,
    });
    this.postman = new Postman({
      store: this.store,
      now,
      random: Math.random,
      deliver: (destination, letters) => this.peer(destination).receive(self, letters),
    });
    const meters = env.USAGE as Meters | undefined;
    this.reporter = meters
      ? new MeterReporter({
          store: this.store,
          now,
          random: Math.random,
          organizationOf: (environmentId) => this.organizationOf(environmentId),
          report: (organizationId, report) =>
            meters.get(meters.idFromName(`organization:${organizationId}`)).report(report),
        })
      : null;
    this.commits = new GroupCommit({
      store: this.store,
      now,
      committed: () => this.wake(),
      retryAfterSeconds: () => (this.flusher.failures > 3 ? 30 : 5),
    });
    void ctx.blockConcurrencyWhile(async () => {
      // An alarm that is due will run by itself: setting another one now would cancel it.
      const pending = await ctx.storage.getAlarm();
      this.alarmAt = pending === null ? null : Math.max(pending, now());
      this.wake();
    });
  }

  /** Wall clock, ms. Tests move it. */
  protected now(): number {
    return Date.now();
  }

  private peer(index: number): PartitionPeer {
    const namespace = this.env.PARTITION as DurableObjectNamespace;
    const peer = objectIn(namespace, this.env, this.store.region, partitionName(index));
    return peer as unknown as PartitionPeer;
  }

  /** Whose meter an environment's usage belongs to; null while its project is not known here. */
  private async organizationOf(environmentId: number): Promise<string | null> {
    const known = this.organizations.get(environmentId);
    if (known !== undefined) return known;
    const config = this.env.CONFIG as unknown as Directory;
    const target = await config.get(config.idFromName("tokens")).lookupEnvironment(environmentId);
    const project = target && objectIn(config, this.env, this.store.region, `project:${target.projectId}`);
    const organizationId = (await project?.organizationId()) ?? null;
    if (organizationId !== null) this.organizations.set(environmentId, organizationId);
    return organizationId;
  }

  /** Starts what has work to do and makes sure that an alarm will, should this object die. */
  private wake(): void {
    this.flusher.kick();
    this.postman.kick();
    this.reporter?.kick();
    const unreported = this.reporter !== null && this.store.meter.isDirty;
    const busy = this.store.outbox.rows > 0 || this.store.mail.size > 0 || unreported;
    const at = this.now() + (busy ? ALARM_MS : MAINTENANCE_MS);
    // A pending alarm that is soon enough stays: setting one is a write.
    if (this.alarmAt !== null && this.alarmAt <= at && this.alarmAt > this.now() - ALARM_MS) return;
    this.alarmAt = at;
    void this.ctx.storage.setAlarm(at);
  }

  override async alarm(): Promise<void> {
    this.alarmAt = null;
    const now = this.now();
    while (this.store.transaction(now, () => this.store.dedupe.maintain(now))) await scheduler.wait(5);
    await Promise.all([this.flusher.flush(), this.postman.run(), this.reporter?.run()]);
    this.wake();
  }

  /** Appends requests' events in one transaction and answers once they are durable. */
  append(batches: readonly (AppendBatch | Uint8Array)[]): Promise<AppendResult[]> {
    // An edge elsewhere packs its batches: bytes cross the call much faster than hundreds of objects.
    const unpacked = batches.map((batch) => (batch instanceof Uint8Array ? unpackBatch(batch) : batch));
    return this.commits.append(unpacked);
  }

  /** Like {@link append} for batches that the edge left in this isolate; null when it is another one. */
  appendOffered(ticket: string): Promise<AppendResult[]> | null {
    const batches = taken(ticket);
    return batches ? this.commits.append(batches) : null;
  }

  /** Letters of another partition; answers the number of the last one processed. */
  receive(origin: number, letters: readonly Letter[]): number {
    const now = this.now();
    const last = this.store.transaction(now, () => {
      let seq = this.store.mail.received(origin);
      const session = openSession(this.store, now);
      for (const letter of letters) {
        // A sender repeats from its oldest unconfirmed letter on, so a higher number is always the next one.
        if (letter.seq <= seq) continue;
        handle(session, letter.message);
        session.drain();
        seq = letter.seq;
      }
      this.endSession(session);
      this.store.mail.markReceived(origin, seq);
      return seq;
    });
    this.wake();
    return last;
  }

  private endSession(session: ReturnType<typeof openSession>): void {
    session.finish();
    this.store.outbox.write();
    this.store.mail.write();
  }

  /** Runs a change of identity asked for by the API. */
  private change<T>(work: (session: ReturnType<typeof openSession>) => T): T {
    const now = this.now();
    const result = this.store.transaction(now, () => {
      const session = openSession(this.store, now);
      const value = work(session);
      this.endSession(session);
      return value;
    });
    this.wake();
    return result;
  }

  /**
   * What flags need of stored state; shapes in docs/flags.md. `groups`: group type index → key. `wantOverrides`: flags
   * with experience continuity.
   */
  async flagContext(
    environmentId: number,
    distinctId: string,
    anonDistinctId: string | null,
    groups: Readonly<Record<string, string>>,
    wantOverrides: readonly string[],
  ): Promise<{
    personProperties: JsonObject;
    groupProperties: Record<string, JsonObject>;
    overrides: Record<string, string>;
  }> {
    const request = { environmentId, distinctId, anonDistinctId, groups, wantOverrides };
    return flagContext(request, {
      store: this.store,
      change: (work) => this.change(work),
      peer: (index) => this.peer(index),
    });
  }

  /** Part of {@link flagContext} that another partition asks for a person or group which lives here. */
  personContext(environmentId: number, question: ContextQuestion, wish: OverrideWish): PersonContext {
    return this.change((session) => personContext(session, environmentId, question, wish));
  }

  /** This partition's cells of the meter, days `from` to `to` inclusive (`YYYY-MM-DD`). */
  meter(environmentId: number, from: string, to: string): MeterState[] {
    return this.store.meter.states(environmentId, from, to);
  }

  /** This partition's counters of an environment, days `from` to `to` inclusive (`YYYY-MM-DD`). */
  accounting(environmentId: number, from: string, to: string): AccountingRow[] {
    return readAccounting(this.store.sql, environmentId, from, to);
  }

  /** Health of this partition. */
  stats(): PartitionStats {
    return partitionStats(this.store, this.flusher, this.now());
  }

  /** Rows that the warehouse refused, newest first. */
  quarantined(environmentId: number, limit = 100): QuarantinedRow[] {
    return readQuarantine(this.store.sql, environmentId, limit);
  }

  /** Sends rows that were set aside once more, at most 1,000; null = all of the environment. */
  replayQuarantined(environmentId: number, ids: readonly number[] | null): QuarantineAnswer {
    const now = this.now();
    const answer = this.store.transaction(now, () => replayQuarantined(this.store, environmentId, ids, now));
    this.wake();
    return answer;
  }

  /** Throws rows away that were set aside, at most 1,000; null = all of the environment. */
  dropQuarantined(environmentId: number, ids: readonly number[] | null): QuarantineAnswer {
    return this.store.transaction(this.now(), () => dropQuarantined(this.store, environmentId, ids));
  }

  /** A person by its ID, or null when it does not live here. */
  getPerson(environmentId: number, personId: string): manage.PersonView | null {
    return this.change((session) => manage.getPerson(session, environmentId, personId));
  }

  /** The person of a distinct ID of this partition (`id` only when the person lives elsewhere). */
  personOf(environmentId: number, distinctId: string): { readonly id: string; readonly home: number } {
    return this.change((session) => manage.personOf(session, environmentId, distinctId));
  }

  /** Merges whose target lives here, newest first. */
  mergeLog(environmentId: number, options: manage.MergeLogOptions = {}): manage.MergeView[] {
    return this.change((session) => manage.mergeLog(session, environmentId, options));
  }

  /** What an undo would change; nothing is written. */
  previewUndo(environmentId: number, mergeId: string): manage.ManageResult<manage.UndoPreview> {
    return this.change((session) => manage.previewUndo(session, environmentId, mergeId));
  }

  undoMerge(environmentId: number, mergeId: string): manage.ManageResult<manage.UndoPreview> {
    return this.change((session) => manage.undoMerge(session, environmentId, mergeId));
  }

  /** Gives each of these distinct IDs (all but the first one when none is named) a person of its own. */
  splitPerson(
    environmentId: number,
    personId: string,
    distinctIds?: readonly string[],
  ): manage.ManageResult<string[]> {
    return this.change((session) => manage.splitPerson(session, environmentId, personId, distinctIds));
  }

  /** Sets and unsets properties of a person. */
  editPerson(
    environmentId: number,
    personId: string,
    change: edit.PropertyEdit,
  ): manage.ManageResult<manage.PersonView> {
    return this.change((session) => edit.editPerson(session, environmentId, personId, change));
  }

  /** A group of this partition, null when there is none. */
  getGroup(environmentId: number, index: number, key: string): edit.GroupView | null {
    return this.change((session) => session.groups.view(environmentId, index, key));
  }

  /** Sets and unsets properties of a group of this partition; makes it when there is none. */
  editGroup(environmentId: number, index: number, key: string, change: edit.PropertyEdit): edit.GroupView {
    return this.change((session) => edit.editGroup(session, environmentId, index, key, change));
  }

  /** Merges the person of `source` into the person of `target`, a distinct ID of this partition. */
  mergePersons(environmentId: number, target: string, source: string, mergeId: string): void {
    this.change((session) => edit.mergeInto(session, environmentId, target, source, mergeId));
  }

  /** Takes persons over whose first distinct IDs are this partition's. */
  importPersons(environmentId: number, persons: readonly edit.ImportedPerson[]): void {
    this.change((session) => {
      for (const person of persons) edit.importPerson(session, environmentId, person);
    });
  }

  /** Deletes a person and its merges for good; the answer says which rows of the warehouse go with it. */
  erasePerson(environmentId: number, personId: string): manage.ManageResult<edit.ErasedPerson> {
    return this.change((session) => edit.erasePerson(session, environmentId, personId));
  }

  /** Events that were deleted are no duplicates when they come again. */
  forgetEvents(environmentId: number, uuids: readonly string[]): void {
    const keys = uuids.map((uuid) => seenKey(environmentId, uuid));
    this.store.transaction(this.now(), () => this.store.dedupe.forget(keys));
  }

  /** Drops what is kept of an environment that was deleted for good. */
  forgetEnvironment(environmentId: number): void {
    this.store.transaction(this.now(), () => forgetEnvironment(this.ctx.storage.sql, environmentId));
  }

  /** Everything accepted so far is in the warehouse once {@link isFlushed} says so for the answer. */
  flushMark(): number {
    const mark = this.store.outbox.seal();
    this.wake();
    return mark;
  }

  isFlushed(mark: number): boolean {
    return !this.store.outbox.holdsUpTo(mark);
  }

  deletePerson(environmentId: number, personId: string): manage.ManageResult<null> {
    return this.change((session) => manage.deletePerson(session, environmentId, personId));
  }
}
