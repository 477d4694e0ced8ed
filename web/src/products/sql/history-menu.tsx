"use client";
import { History } from "lucide-react";
import { ago } from "@/lib/format";
import type { PastQuery } from "@/products/sql/history";
import { Button } from "@/ui/button";
import { Dropdown, DropdownItem, DropdownLabel } from "@/ui/dropdown";

interface HistoryMenuProps {
  readonly past: readonly PastQuery[];
  readonly onPick: (sql: string) => void;
}

/** Queries that ran in this browser. */
export function HistoryMenu({ past, onPick }: HistoryMenuProps) {
  return (
    <Dropdown
      className="max-h-96 w-96 max-w-[calc(100vw-1rem)] overflow-auto"
      trigger={
        <Button variant="quiet">
          <History /> History
        </Button>
      }
    >
      <DropdownLabel>
        {past.length === 0 ? "Queries you run show up here." : "Run in this browser"}
      </DropdownLabel>
      {past.map((item) => (
        <DropdownItem key={item.at} onSelect={() => onPick(item.sql)}>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-mono text-xs">{item.sql.replaceAll(/\s+/g, " ")}</span>
            <span className="block text-2xs text-muted">
              {ago(item.at)}, {item.rows === null ? "failed" : `${item.rows} rows`}
            </span>
          </span>
        </DropdownItem>
      ))}
    </Dropdown>
  );
}
