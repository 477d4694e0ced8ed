/** Writes the definitions of the releases as data. Run by hand before a release, never after it. */
import { writeFileSync } from "node:fs";
import { TABLES } from "../tables/index.ts";
import { VIEWS } from "../views/index.ts";

const RELEASED_LATER = "events_daily";
const PEOPLE = ["cohort_members", "cohort_list", "property_counts"];
const VIEW_ROWS = ["view_rows"];
const write = (file: string, content: unknown): void =>
  writeFileSync(new URL(file, import.meta.url), `${JSON.stringify(content, null, 2)}\n`);

const without = <T extends { name: string }>(items: readonly T[]): T[] =>
  items.filter(({ name }) => !name.startsWith(RELEASED_LATER) && ![...PEOPLE, ...VIEW_ROWS].includes(name));
const slim = VIEWS.map(({ from, to, ...view }) => ({
  ...view,
  from: { name: from.name },
  to: { name: to.name },
}));

write("0001-initial.json", { tables: without(TABLES), views: without(slim) });
write("0002-events-daily.json", {
  table: TABLES.find(({ name }) => name === RELEASED_LATER),
  view: slim.find(({ name }) => name.startsWith(RELEASED_LATER)),
});
write(
  "0004-people.json",
  TABLES.filter(({ name }) => PEOPLE.includes(name)),
);
write(
  "0006-view-rows.json",
  TABLES.filter(({ name }) => VIEW_ROWS.includes(name)),
);
