/** Bindings that turn traces on, named as OpenTelemetry's specification names its environment variables. */
export interface TracingVars {
  /** Collector that speaks OTLP over HTTP, e.g. `https://otel.example:4318`; absent: no traces. */
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  /** `name=value` pairs, separated by commas, percent-encoded. */
  readonly OTEL_EXPORTER_OTLP_HEADERS?: string;
  /** Share of traces that are kept, 0 to 1; default 1. */
  readonly OTEL_TRACES_SAMPLER_ARG?: string;
  /** Names the deployment; default `edgewise`. */
  readonly OTEL_SERVICE_NAME?: string;
}

export interface TracingConfig {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ratio: number;
  readonly service: string;
}

/** Null when traces are off. Throws with the name of a malformed binding, never with its value. */
export function tracingConfig(vars: TracingVars): TracingConfig | null {
  const endpoint = vars.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint) return null;
  if (!URL.canParse(endpoint) || !/^https?:/.test(endpoint))
    throw wrong("OTEL_EXPORTER_OTLP_ENDPOINT", "a URL");
  const ratio = Number(vars.OTEL_TRACES_SAMPLER_ARG ?? "1");
  if (!(ratio >= 0 && ratio <= 1)) throw wrong("OTEL_TRACES_SAMPLER_ARG", "a number from 0 to 1");
  return {
    url: `${endpoint.replace(/\/+$/, "")}/v1/traces`,
    headers: headersOf(vars.OTEL_EXPORTER_OTLP_HEADERS ?? ""),
    ratio,
    service: vars.OTEL_SERVICE_NAME || "edgewise",
  };
}

const wrong = (name: string, wanted: string): Error =>
  new Error(`Binding ${name} is wrong: it must be ${wanted}.`);

function headersOf(text: string): Record<string, string> {
  const pairs = text.split(",").flatMap((pair) => {
    const at = pair.indexOf("=");
    return at > 0 ? [[pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())]] : [];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong("OTEL_EXPORTER_OTLP_HEADERS", "percent-encoded name=value pairs");
  }
}
