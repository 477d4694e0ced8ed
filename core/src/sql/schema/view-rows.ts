import { column, type LogicalTable } from "./table.ts";

/** Stored rows of materialised views, in every run that is still kept. */
export const viewRows: LogicalTable = {
  name: "view_rows",
  physical: "view_rows",
  style: "rows",
  key: ["view_id", "run", "number"],
  fields: {
    team_id: column("@.environment_id", "number"),
    view_id: column("@.view_id", "string"),
    run: column("@.run", "number"),
    number: column("@.number", "number"),
    cells: column("@.cells", "string"),
  },
};
