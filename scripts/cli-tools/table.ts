import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "../../docs/cli-tools.md");
const TOOL = /^\| `([^`]+)` \| (works|not yet) \|$/;
const SECTION = /^## (.+)$/;
const SUMMARY = /^\| ([^|`]+?) \| (\d+) \| (\d+) \|$/;
const COUNTS = /: \d+ work, \d+ do not/;

/** The table with each tool marked by whether it is among `works`, and the sums made from it. */
export function tableWith(text: string, works: ReadonlySet<string>): string {
  let section = "";
  const sums = new Map<string, { works: number; not: number }>();
  const lines = text.split("\n").map((line) => {
    section = SECTION.exec(line)?.[1] ?? section;
    const tool = TOOL.exec(line)?.[1];
    if (tool === undefined) return line;
    const sum = sums.get(section) ?? { works: 0, not: 0 };
    sums.set(section, sum);
    sum[works.has(tool) ? "works" : "not"] += 1;
    return `| \`${tool}\` | ${works.has(tool) ? "works" : "not yet"} |`;
  });
  const all = [...sums.values()];
  const total = (of: "works" | "not") => all.reduce((sum, one) => sum + one[of], 0);
  return lines
    .map((line) => {
      const sum = sums.get(SUMMARY.exec(line)?.[1] ?? "");
      return sum ? line.replace(SUMMARY, `| $1 | ${sum.works} | ${sum.not} |`) : line;
    })
    .join("\n")
    .replace(COUNTS, `: ${total("works")} work, ${total("not")} do not`);
}

/** Writes the table anew; always in order. */
export function writeTable(works: ReadonlySet<string>): boolean {
  writeFileSync(FILE, tableWith(readFileSync(FILE, "utf8"), works));
  return true;
}

/** Whether the table says of each tool what was found; tells where it doesn't. */
export function checkTable(works: ReadonlySet<string>): boolean {
  const text = readFileSync(FILE, "utf8");
  const wrong = text.split("\n").flatMap((line) => {
    const [, tool = "", said] = TOOL.exec(line) ?? [];
    return tool && (said === "works") !== works.has(tool) ? [`${tool} is said to be "${said}"`] : [];
  });
  for (const line of wrong) process.stderr.write(`${line}\n`);
  return wrong.length === 0;
}
