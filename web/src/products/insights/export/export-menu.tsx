"use client";
import { Download } from "lucide-react";
import type { RefObject } from "react";
import type { QueryAnswer } from "@/lib/api/query";
import { saveFile } from "@/lib/save-file";
import { toPng } from "@/products/insights/export/to-png";
import { toTable } from "@/products/insights/export/to-table";
import { toCsv } from "@/products/sql/to-csv";
import { Button } from "@/ui/button";
import { Dropdown, DropdownItem } from "@/ui/dropdown";
import { toast } from "@/ui/toast";

interface ExportMenuProps {
  readonly name: string;
  readonly query: { readonly kind: string };
  readonly answer: QueryAnswer<unknown> | undefined;
  /** Where the chart is drawn. */
  readonly chart: RefObject<HTMLElement | null>;
}

/** The answer as a file: CSV, JSON, or the chart as a picture. */
export function ExportMenu({ name, query, answer, chart }: ExportMenuProps) {
  const file = (ending: string) =>
    `${
      name
        .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
        .replaceAll(/^-+|-+$/g, "")
        .slice(0, 80) || "insight"
    }.${ending}`;
  const picture = async () => {
    try {
      if (chart.current) saveFile(file("png"), "image/png", await toPng(chart.current));
    } catch (error) {
      toast.error("No picture was made", error);
    }
  };
  return (
    <Dropdown
      trigger={
        <Button variant="quiet" size="sm" disabled={!answer}>
          <Download /> Export
        </Button>
      }
    >
      <DropdownItem
        onSelect={() => answer && saveFile(file("csv"), "text/csv", toCsv(...toTable(query.kind, answer)))}
      >
        CSV
      </DropdownItem>
      <DropdownItem onSelect={() => void picture()}>PNG of the chart</DropdownItem>
      <DropdownItem
        onSelect={() =>
          answer &&
          saveFile(
            file("json"),
            "application/json",
            JSON.stringify({ query, results: answer.results }, null, 2),
          )
        }
      >
        JSON
      </DropdownItem>
    </Dropdown>
  );
}
