import { expect, test } from "vitest";
import { type TracingVars, tracingConfig } from "./config.ts";

const at = "http://collector.example:4318";

test.each<[string, TracingVars, object | null]>([
  ["nothing is configured", {}, null],
  ["an empty endpoint", { OTEL_EXPORTER_OTLP_ENDPOINT: "" }, null],
  [
    "an endpoint alone",
    { OTEL_EXPORTER_OTLP_ENDPOINT: `${at}/` },
    { url: `${at}/v1/traces`, headers: {}, ratio: 1, service: "edgewise" },
  ],
  [
    "all of it",
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: at,
      OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20abc=, x-team = 7,broken",
      OTEL_TRACES_SAMPLER_ARG: "0.05",
      OTEL_SERVICE_NAME: "edgewise-eu",
    },
    {
      url: `${at}/v1/traces`,
      headers: { authorization: "Basic abc=", "x-team": "7" },
      ratio: 0.05,
      service: "edgewise-eu",
    },
  ],
])("%s", (_, vars, config) => {
  expect(tracingConfig(vars)).toEqual(config);
});

test.each<[string, TracingVars]>([
  ["OTEL_EXPORTER_OTLP_ENDPOINT", { OTEL_EXPORTER_OTLP_ENDPOINT: "collector:4318" }],
  ["OTEL_TRACES_SAMPLER_ARG", { OTEL_EXPORTER_OTLP_ENDPOINT: at, OTEL_TRACES_SAMPLER_ARG: "2" }],
  ["OTEL_TRACES_SAMPLER_ARG", { OTEL_EXPORTER_OTLP_ENDPOINT: at, OTEL_TRACES_SAMPLER_ARG: "often" }],
  [
    "OTEL_EXPORTER_OTLP_HEADERS",
    { OTEL_EXPORTER_OTLP_ENDPOINT: at, OTEL_EXPORTER_OTLP_HEADERS: "key=se%cret" },
  ],
])("%s that is malformed is named, its value is not shown", (name, vars) => {
  const attempt = () => tracingConfig(vars);
  expect(attempt).toThrow(name);
  expect(attempt).not.toThrow("cret");
});
