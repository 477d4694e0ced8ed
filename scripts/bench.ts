/** `npm run bench -- NAME [--json]`: runs one benchmark. Figures are a line each; with `--json` a JSON object a line. */
import { parseArgs } from "node:util";
import type { Bench, Figure } from "@edgewise/bench/support.ts";

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  capacity: () => import("@edgewise/bench/capacity.ts"),
  capture: () => import("@edgewise/bench/capture.ts"),
  flags: () => import("@edgewise/bench/flags.ts"),
  insights: () => import("@edgewise/bench/insights.ts"),
  parity: () => import("@edgewise/bench/parity.ts"),
  peeking: () => import("@edgewise/bench/peeking.ts"),
  experiment: () => import("@edgewise/bench/experiment.ts"),
  guard: () => import("@edgewise/bench/guard.ts"),
  ingest: () => import("@edgewise/bench/ingest.ts"),
  limits: () => import("@edgewise/bench/limits.ts"),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
});
const load = BENCHES[positionals[0] ?? ""];
if (!load) {
  process.stderr.write(`Name a benchmark: ${Object.keys(BENCHES).join(", ")}\n`);
  process.exit(1);
}

const text = ({ name, value, unit, baseline, ratio }: Figure): string => {
  const round = (figure: number) => Number(figure.toPrecision(4)).toLocaleString("en");
  const beside = baseline === undefined ? "" : `   beside ${round(baseline)}`;
  return `${name.padEnd(44)} ${round(value).padStart(12)} ${unit}${beside}${ratio === undefined ? "" : `   ratio ${ratio.toFixed(2)}`}`;
};

const bench = await load();
await bench.run({
  log: (line) => process.stderr.write(`${line}\n`),
  emit: (figure) => process.stdout.write(`${values.json ? JSON.stringify(figure) : text(figure)}\n`),
});
process.exit(0);
