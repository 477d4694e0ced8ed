import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";
import type { TracingConfig } from "./config.ts";

/** Spans kept between two exports: more are dropped. */
const MAX_WAITING = 2_000;
const TIMEOUT_MS = 5_000;
const COMPLAIN_MS = 60_000;

/**
 * Collects ended spans until {@link OtlpExporter.forceFlush}: a Worker has no timer outside of a request, so whoever
 * handles one flushes behind its answer. What can't be delivered is dropped: tracing never delays or fails a request.
 */
export class OtlpExporter implements SpanProcessor {
  private readonly config: Pick<TracingConfig, "url" | "headers">;
  private readonly atOnce: boolean;
  private waiting: ReadableSpan[] = [];
  private dropped = 0;
  private complainedAt = 0;

  /** `atOnce`: every span is delivered when it ends, where no request is there to flush. */
  constructor(config: Pick<TracingConfig, "url" | "headers">, atOnce: boolean) {
    this.config = config;
    this.atOnce = atOnce;
  }

  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    if (this.waiting.length < MAX_WAITING) this.waiting.push(span);
    else this.dropped += 1;
    if (this.atOnce) void this.forceFlush();
  }

  async forceFlush(): Promise<void> {
    const spans = this.waiting;
    if (spans.length === 0) return;
    this.waiting = [];
    try {
      const answer = await fetch(this.config.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...this.config.headers },
        body: JsonTraceSerializer.serializeRequest(spans) as Uint8Array<ArrayBuffer>,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      if (!answer.ok) this.complain(spans.length, `it answered ${answer.status}`);
    } catch (error) {
      this.complain(spans.length, error instanceof Error ? error.name : "error");
    }
  }

  /** A line in the log, at most one a minute. */
  private complain(spans: number, reason: string): void {
    this.dropped += spans;
    if (Date.now() - this.complainedAt < COMPLAIN_MS) return;
    this.complainedAt = Date.now();
    console.warn(
      JSON.stringify({ traces: "spans did not reach the collector", spans: this.dropped, reason }),
    );
    this.dropped = 0;
  }

  shutdown(): Promise<void> {
    return this.forceFlush();
  }
}
