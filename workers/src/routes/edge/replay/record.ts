import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { ENVELOPE_ERRORS, readEnvelope } from "@edgewise/core/events/envelope.ts";
import { REJECTIONS, type RejectionReason } from "@edgewise/core/events/reasons.ts";
import { Report } from "@edgewise/core/events/report.ts";
import type { JsonValue, RecordingBlock } from "@edgewise/core/events/types.ts";
import { blockKey, blockRow, type ReplayBlock, readBlock } from "@edgewise/core/replay/block.ts";
import type { EdgeEnv } from "../../../env.ts";
import { newId } from "../../../ids.ts";
import { requireBucket } from "../../../regions/bindings.ts";
import { wrongHost } from "../../../regions/hosts.ts";
import { getEnvironment } from "../../../snapshots/get-environment.ts";
import { accepted, busy, refusal } from "../capture/answers.ts";
import { isOptedOut } from "../capture/build.ts";
import { UNKNOWN_TOKEN } from "../capture/capture.ts";
import { type EnvironmentPlace, store } from "../capture/store.ts";
import type { EdgeContext } from "../cors.ts";
import { readJsonBody } from "../decode-body.ts";

const BLOCK_LIMIT = 500;
/** Puts under way at once: a Worker may hold six connections. */
const PARALLEL_PUTS = 6;

/** Puts a block into R2 and returns its index row. The key follows from the uuid, so a retry writes the same object. */
async function putBlock(
  env: EdgeEnv,
  { environmentId, region }: EnvironmentPlace,
  block: ReplayBlock,
  days: number | undefined,
): Promise<RecordingBlock> {
  const bytes = gzipSync(Buffer.from(JSON.stringify({ window_id: block.windowId, data: block.data })), {
    level: 1,
  });
  await requireBucket(env, region).put(blockKey(environmentId, block), bytes, {
    httpMetadata: { contentType: "application/json", contentEncoding: "gzip" },
  });
  const row = blockRow(environmentId, block, bytes.byteLength, days);
  return { uuid: block.uuid, distinctId: block.distinctId, sessionId: block.sessionId, row };
}

function readBlocks(items: readonly JsonValue[], now: number, report: Report): ReplayBlock[] {
  const blocks: ReplayBlock[] = [];
  for (const item of items) {
    const block = blocks.length < BLOCK_LIMIT ? readBlock(item, now, newId) : "too_many_snapshots";
    if (typeof block === "string") report.reject(block, "recordings", item);
    else blocks.push(block);
  }
  return blocks;
}

/** `POST /s/`: replay blocks go to R2, their index rows through the partition; answered when both are durable. */
export async function recordSnapshots(c: EdgeContext): Promise<Response> {
  const now = Date.now();
  const { env, executionCtx } = c;
  const body = await readJsonBody(c.req.raw, new URL(c.req.url), "replay");
  if (!body.ok) return refusal(body.status, body.detail);
  const read = readEnvelope(body.value, c.req.query("token") ?? "");
  if (!read.ok) return refusal(ENVELOPE_ERRORS[read.code].status, ENVELOPE_ERRORS[read.code].detail);
  const state = await getEnvironment(env, executionCtx, read.envelope.token);
  if (!state) return refusal(401, UNKNOWN_TOKEN);
  const { id, overLimit } = state.environment;
  const { recordingDays } = state.environment.settings;
  const place = { environmentId: id, region: state.region };
  const wrong = wrongHost(env, c.req.url, state.region);
  if (wrong !== null) return refusal(401, wrong);
  const report = new Report();
  const optedOut = state.environment.settings.privacy?.doNotTrack !== undefined && isOptedOut(c.req.raw);
  if (optedOut) for (const _ of read.envelope.events) report.refuse("do_not_track", "recordings");
  const blocks = optedOut ? [] : readBlocks(read.envelope.events, now, report);
  const recordings: RecordingBlock[] = [];
  if (overLimit.includes("recordings")) for (const _ of blocks) report.limit("recordings");
  else {
    for (let at = 0; at < blocks.length; at += PARALLEL_PUTS) {
      const puts = blocks
        .slice(at, at + PARALLEL_PUTS)
        .map((block) => putBlock(env, place, block, recordingDays));
      recordings.push(...(await Promise.all(puts)));
    }
  }
  const stored = await store(env, executionCtx, place, now, { events: [], report, outcomes: [] }, recordings);
  if (stored.retryAfterSeconds > 0) return busy(stored.retryAfterSeconds);
  const first = report.rejections[0];
  if (first && !optedOut && blocks.length === 0)
    return refusal(400, REJECTIONS[first.reason as RejectionReason]);
  return accepted(report.overLimit, stored.limits, false);
}
