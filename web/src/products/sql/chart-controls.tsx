"use client";
import {
  type ChartSettings,
  numericColumns,
  SQL_DISPLAYS,
  type SqlDisplay,
  settingsFor,
} from "@/products/sql/chart";
import { Button } from "@/ui/button";
import { Popover } from "@/ui/popover";
import { Select } from "@/ui/select";

interface ChartControlsProps {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly display: SqlDisplay;
  readonly settings: ChartSettings;
  readonly onChange: (display: SqlDisplay, settings: ChartSettings) => void;
}

const TITLES: Readonly<Record<SqlDisplay, string>> = {
  ActionsTable: "Table",
  ActionsLineGraph: "Line",
  ActionsBar: "Bars side by side",
  ActionsStackedBar: "Stacked bars",
  ActionsAreaGraph: "Area",
  ActionsPie: "Pie",
  BoldNumber: "Number",
};
const NONE = "\u0000none";

/** How rows are drawn: which chart, of which columns. */
export function ChartControls({ columns, rows, display, settings, onChange }: ChartControlsProps) {
  const used = settingsFor(settings, columns, rows);
  const numeric = numericColumns(columns, rows);
  const chosen = (used.yAxis ?? []).map(({ column }) => column);
  const option = (value: string) => ({ value, label: value });
  const set = (part: Partial<ChartSettings>) => onChange(display, { ...used, ...part });
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Select<SqlDisplay>
        aria-label="Display"
        value={display}
        options={SQL_DISPLAYS.map((value) => ({ value, label: TITLES[value] }))}
        onChange={(next) => onChange(next, settings)}
      />
      {display !== "ActionsTable" && columns.length > 0 && (
        <Popover
          className="w-72 p-3"
          trigger={
            <Button size="sm" variant="quiet">
              Columns
            </Button>
          }
        >
          <div className="flex flex-col gap-2.5 text-sm">
            <div className="flex items-center justify-between gap-2">
              <span className="text-muted">Along x</span>
              <Select
                aria-label="Column along x"
                value={used.xAxis?.column ?? columns[0] ?? ""}
                options={columns.map(option)}
                onChange={(column) => set({ xAxis: { column } })}
              />
            </div>
            <fieldset className="flex flex-col gap-1">
              <legend className="text-muted">Values</legend>
              {numeric.map((column) => (
                <label key={column} className="flex items-center gap-2">
                  <input
                    type="checkbox"
                    className="size-4 accent-(--accent)"
                    checked={chosen.includes(column)}
                    onChange={(event) =>
                      set({
                        yAxis: numeric
                          .filter((name) => (name === column ? event.target.checked : chosen.includes(name)))
                          .map((name) => ({ column: name })),
                      })
                    }
                  />
                  <span className="truncate font-mono text-xs">{column}</span>
                </label>
              ))}
            </fieldset>
            <div className="flex items-center justify-between gap-2">
              <span className="text-muted">One series a value of</span>
              <Select
                aria-label="Column of the series"
                value={used.seriesBreakdownColumn ?? NONE}
                options={[{ value: NONE, label: "–" }, ...columns.map(option)]}
                onChange={(column) => {
                  const { seriesBreakdownColumn: _, ...rest } = used;
                  onChange(display, column === NONE ? rest : { ...rest, seriesBreakdownColumn: column });
                }}
              />
            </div>
          </div>
        </Popover>
      )}
    </div>
  );
}
