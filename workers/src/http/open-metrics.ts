/** One figure: with `labels` among its like. */
export interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Metric {
  /** Without `_total`: counters get it when printed. */
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly samples: readonly Sample[];
}

export const OPEN_METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Metrics in OpenMetrics' text format (https://prometheus.io/docs/specs/om/open_metrics_spec/), without the end mark. */
export function openMetrics(metrics: readonly Metric[]): string {
  return metrics.map(metricText).join("");
}

/** Ends an answer in this format. */
export const OPEN_METRICS_END = "# EOF\n";

function metricText({ name, type, help, samples }: Metric): string {
  const suffix = type === "counter" ? "_total" : "";
  const lines = samples.map(({ value, labels }) => `${name}${suffix}${labelText(labels)} ${value}\n`);
  return `# TYPE ${name} ${type}\n# HELP ${name} ${escaped(help)}\n${lines.join("")}`;
}

function labelText(labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value)}"`);
  return pairs.length > 0 ? `{${pairs.join(",")}}` : "";
}

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
