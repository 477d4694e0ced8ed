import { DurableObject } from "cloudflare:workers";
import { depsOf } from "../../../deps.ts";
import type { ApiBindings } from "../../../env.ts";
import { ApiError } from "../../../http/errors.ts";
import { type Job, type JobRpc, type JobState, KEPT_MS, statusOf } from "./job.ts";
import { runJob } from "./run-job.ts";

const PIECE = 500_000;
/** Characters of an answer: longer ones are for exports. */
const MOST = 24_000_000;
/** Starts of one job: each but the first after a crash. */
const MOST_ATTEMPTS = 3;
/** A project that has too much running lets its jobs wait that long. */
const QUEUE_MS = 180_000;
const RETRY_MS = 2000;

/** One query computed outside of its request, by an alarm that survives a crash; named `<environment>:<client query id>`. */
export class QueryJobObject extends DurableObject<ApiBindings> implements JobRpc {
  #stop: AbortController | null = null;

  /** Starts the job; one of the same name that still runs goes on instead. */
  async start(asked: Pick<Job, "id" | "environmentId" | "request">): Promise<JobState> {
    const known = await this.ctx.storage.get<Job>("job");
    if (known && known.endedAt === null) return { status: statusOf(known), results: null };
    await this.ctx.storage.deleteAll();
    const job: Job = {
      ...asked,
      startedAt: Date.now(),
      pickedUpAt: null,
      endedAt: null,
      error: null,
      attempts: 0,
      pieces: 0,
    };
    await this.ctx.storage.put("job", job);
    await this.ctx.storage.setAlarm(Date.now());
    return { status: statusOf(job), results: null };
  }

  /** How it stands; null when nobody started it, or its time is over. */
  async state(): Promise<JobState | null> {
    const job = await this.ctx.storage.get<Job>("job");
    if (!job) return null;
    const names = Array.from({ length: job.pieces }, (_, index) => `piece:${index}`);
    const pieces = await Promise.all(names.map((name) => this.ctx.storage.get<string>(name)));
    return { status: statusOf(job), results: job.pieces === 0 ? null : pieces.join("") };
  }

  /** Ends it without a result; `dequeueOnly`: only while it has not begun. */
  async cancel(dequeueOnly: boolean): Promise<void> {
    const job = await this.ctx.storage.get<Job>("job");
    if (!job || job.endedAt !== null || (dequeueOnly && job.pickedUpAt !== null)) return;
    await this.#end(job, "The query was cancelled.");
    this.#stop?.abort();
  }

  override async alarm(): Promise<void> {
    const job = await this.ctx.storage.get<Job>("job");
    if (!job || job.endedAt !== null) return await this.ctx.storage.deleteAll();
    if (job.attempts >= MOST_ATTEMPTS) return await this.#end(job, "The query was interrupted too often.");
    const running = { ...job, attempts: job.attempts + 1, pickedUpAt: job.pickedUpAt ?? Date.now() };
    await this.ctx.storage.put("job", running);
    this.#stop = new AbortController();
    try {
      const answer = JSON.stringify(await runJob(depsOf(this.env), job, this.#stop.signal));
      if (!(await this.#isEnded())) await this.#finish(running, answer);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (await this.#isEnded()) return;
      if (error.code === "throttled" && Date.now() - job.startedAt < QUEUE_MS) return await this.#again(job);
      await this.#end(running, error.message);
    }
  }

  async #isEnded(): Promise<boolean> {
    const job = await this.ctx.storage.get<Job>("job");
    return job === undefined || job.endedAt !== null;
  }

  async #again(job: Job): Promise<void> {
    await this.ctx.storage.put("job", job);
    await this.ctx.storage.setAlarm(Date.now() + RETRY_MS);
  }

  async #finish(job: Job, answer: string): Promise<void> {
    if (answer.length > MOST)
      return await this.#end(
        job,
        "The answer is too large to be kept: limit its rows, or use query/export/.",
      );
    const pieces = Math.ceil(answer.length / PIECE);
    for (let index = 0; index < pieces; index++) {
      await this.ctx.storage.put(`piece:${index}`, answer.slice(index * PIECE, (index + 1) * PIECE));
    }
    await this.#end({ ...job, pieces }, null);
  }

  async #end(job: Job, error: string | null): Promise<void> {
    await this.ctx.storage.put("job", { ...job, endedAt: Date.now(), error });
    await this.ctx.storage.setAlarm(Date.now() + KEPT_MS);
  }
}
