import {
  type Attributes,
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { ParentBasedSampler, TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import { type TracingVars, tracingConfig } from "./config.ts";
import { OtlpExporter } from "./exporter.ts";

export type Part = "edge" | "api" | "partition";

export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** Headers whose `traceparent` this continues; without: the span that runs, or a new trace. */
  readonly parent?: Headers;
}

/** Spans of one part of one isolate. */
export interface Tracing {
  /** Runs `work` within a span; spans that begin in it are its children. An error is recorded and thrown on. */
  span<Value>(name: string, options: SpanOptions, work: (span: Span) => Promise<Value>): Promise<Value>;
  /** `traceparent` for a call to another part; undefined outside of spans. */
  traceparent(): string | undefined;
  /** Delivers what ended. Call it behind the answer. */
  flush(): Promise<void>;
}

const made = new WeakMap<object, Map<Part, Tracing | null>>();

/** The tracing of an isolate (`vars`: its bindings); null when none is configured. */
export function tracingOf(vars: TracingVars, part: Part): Tracing | null {
  const parts = made.get(vars) ?? new Map<Part, Tracing | null>();
  made.set(vars, parts);
  const known = parts.get(part);
  if (known !== undefined) return known;
  const tracing = createTracing(vars, part);
  parts.set(part, tracing);
  return tracing;
}

function createTracing(vars: TracingVars, part: Part): Tracing | null {
  const config = tracingConfig(vars);
  if (!config) return null;
  const exporter = new OtlpExporter(config, part === "partition");
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.namespace": config.service,
      "service.name": `${config.service}-${part}`,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.ratio) }),
    spanProcessors: [exporter],
  });
  const tracer = provider.getTracer("edgewise");
  const contexts = new AsyncLocalStorageContextManager().enable();
  const propagator = new W3CTraceContextPropagator();
  return {
    span(name, { kind = SpanKind.INTERNAL, attributes = {}, parent }, work) {
      const outer = parent
        ? propagator.extract(
            ROOT_CONTEXT,
            { traceparent: parent.get("traceparent") ?? "" },
            defaultTextMapGetter,
          )
        : contexts.active();
      const span = tracer.startSpan(name, { kind, attributes }, outer);
      return contexts.with(trace.setSpan(outer, span), async () => {
        try {
          return await work(span);
        } catch (error) {
          span.setStatus({
            code: SpanStatusCode.ERROR,
            message: error instanceof Error ? error.name : "error",
          });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    traceparent() {
      const carrier: { traceparent?: string } = {};
      propagator.inject(contexts.active(), carrier, defaultTextMapSetter);
      return carrier.traceparent;
    },
    flush: () => exporter.forceFlush(),
  };
}
