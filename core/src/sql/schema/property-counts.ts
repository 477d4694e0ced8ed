import { column, type LogicalTable } from "./table.ts";

const latest = (name: string): string => `argMax(@.${name}, @.version)`;

/** Properties seen by event and day, and (property '') how many events each cell was learnt from. */
export const propertyCounts: LogicalTable = {
  name: "property_counts",
  physical: "property_counts",
  style: "latest",
  key: ["owner", "event", "day", "property"],
  fields: {
    owner: column("@.owner", "string"),
    event: column("@.event", "string"),
    day: column("@.day", "date"),
    property: column("@.property", "string"),
    count: column(latest("count"), "number"),
    numbers: column(latest("numbers"), "number"),
    booleans: column(latest("booleans"), "number"),
    dates: column(latest("dates"), "number"),
    last_seen: column(latest("last_seen"), "datetime"),
    version: column("max(@.version)", "number"),
  },
};
