import { expect, test } from "vitest";
import { type Metric, openMetrics } from "./open-metrics.ts";

test.each<[string, Metric, string]>([
  [
    "a gauge",
    { name: "backlog_rows", type: "gauge", help: "Rows that wait.", samples: [{ value: 3 }] },
    "# TYPE backlog_rows gauge\n# HELP backlog_rows Rows that wait.\nbacklog_rows 3\n",
  ],
  [
    "a counter by label",
    {
      name: "events",
      type: "counter",
      help: "Events.",
      samples: [
        { value: 1, labels: { result: "stored", partition: "0" } },
        { value: 0.5, labels: { result: 'a"b\\c\nd' } },
      ],
    },
    '# TYPE events counter\n# HELP events Events.\nevents_total{result="stored",partition="0"} 1\nevents_total{result="a\\"b\\\\c\\nd"} 0.5\n',
  ],
  [
    "nothing counted yet",
    { name: "x", type: "counter", help: "", samples: [] },
    "# TYPE x counter\n# HELP x \n",
  ],
])("%s", (_, metric, text) => {
  expect(openMetrics([metric])).toBe(text);
});
