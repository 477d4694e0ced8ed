"use client";
import { Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import { showValue } from "@/lib/format";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { CopyButton } from "@/ui/code-block";
import { SearchInput } from "@/ui/input";
import { ToggleGroup } from "@/ui/toggle-group";

interface PropertiesTableProps {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly label: string;
  /** Offers to change each value. */
  readonly onEdit?: (key: string) => void;
  /** Stands beside the search. */
  readonly action?: ReactNode;
  /** Has a page of its own: as high as it gets. */
  readonly whole?: boolean;
}

type Show = "all" | "own" | "sdk";

/** Names and values with search; the project's own names come before the SDK's (`$…`). */
export function PropertiesTable(props: PropertiesTableProps) {
  const { properties, label, onEdit, action, whole = false } = props;
  const [search, setSearch] = useState("");
  const [show, setShow] = useState<Show>("all");
  const needle = search.trim().toLowerCase();
  const rows = Object.entries(properties)
    .map(([key, value]) => ({ key, value, text: showValue(value) }))
    .filter(({ key }) => show === "all" || (show === "sdk") === key.startsWith("$"))
    .filter(({ key, text }) => `${key} ${text}`.toLowerCase().includes(needle))
    .sort(
      (a, b) => Number(a.key.startsWith("$")) - Number(b.key.startsWith("$")) || a.key.localeCompare(b.key),
    );
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <SearchInput
          className="w-64 max-w-full"
          placeholder="Search names and values"
          aria-label="Search properties"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <ToggleGroup<Show>
          label="Which properties"
          value={show}
          onChange={setShow}
          options={[
            { value: "all", label: "All" },
            { value: "own", label: "Yours" },
            { value: "sdk", label: "SDK" },
          ]}
        />
        {action && <span className="ml-auto">{action}</span>}
      </div>
      <div className={cn("overflow-auto rounded-md border border-line", !whole && "max-h-96")}>
        <table className="w-full table-fixed text-sm" aria-label={label}>
          <tbody>
            {rows.map(({ key, value, text }) => (
              <tr key={key} className="group border-b border-line last:border-0 hover:bg-hover/50">
                <th
                  scope="row"
                  className="w-2/5 truncate px-2.5 py-1 text-left align-top font-mono text-xs font-normal text-muted sm:w-64"
                  title={key}
                >
                  {key}
                </th>
                <td className={cn("relative py-1 pl-2.5 align-top", onEdit ? "pr-16" : "pr-9")}>
                  <span className="block max-h-40 overflow-auto font-mono text-xs break-words">
                    {value === null ? <span className="text-muted">null</span> : text}
                  </span>
                  {onEdit && (
                    <Button
                      size="icon-sm"
                      variant="quiet"
                      aria-label={`Edit ${key}`}
                      onClick={() => onEdit(key)}
                      className="absolute top-0 right-8 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
                    >
                      <Pencil />
                    </Button>
                  )}
                  <CopyButton
                    text={text}
                    label={`Copy ${key}`}
                    className="absolute top-0 right-1 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <p className="px-3 py-4 text-sm text-muted">
            {Object.keys(properties).length === 0 ? "No properties." : "No property matches."}
          </p>
        )}
      </div>
    </div>
  );
}
