import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { Tracing } from "./tracing.ts";

/** `fetch` with a span each statement of the configuration database. Statements stay out: values stand in them. */
export const tracedFetch =
  (tracing: Tracing): typeof fetch =>
  (input, init) =>
    tracing.span(
      "mysql",
      { kind: SpanKind.CLIENT, attributes: { "db.system.name": "mysql" } },
      async (span) => {
        const answer = await fetch(input, init);
        if (!answer.ok) span.setStatus({ code: SpanStatusCode.ERROR, message: String(answer.status) });
        return answer;
      },
    );
