"use client";
import { useQuery } from "@tanstack/react-query";
import { Columns3 } from "lucide-react";
import { useProject } from "@/lib/project-context";
import { propertyNamesQuery } from "@/products/taxonomy/queries";
import type { PropertySource } from "@/products/taxonomy/source";
import { Button } from "@/ui/button";
import { Combobox } from "@/ui/combobox";

interface ColumnPickerProps {
  readonly chosen: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
  readonly source?: PropertySource;
}

/** Properties that stand as columns in a list; choosing one again takes it out. */
export function ColumnPicker({ chosen, onChange, source = "person" }: ColumnPickerProps) {
  const project = useProject();
  const names = useQuery(propertyNamesQuery(project.id, source));
  const known = new Set([...chosen, ...(names.data ?? []).map(({ name }) => name)]);
  return (
    <Combobox
      placeholder="Search properties"
      loading={names.isPending}
      options={[...known].map((name) => ({
        value: name,
        group: chosen.includes(name) ? "Columns (press to take out)" : "Properties",
      }))}
      onChange={(name) =>
        onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])
      }
      allowCustom={(typed) => `Show “${typed}”`}
      trigger={
        <Button className="font-normal">
          <Columns3 className="text-muted" /> {chosen.length === 0 ? "Columns" : `${chosen.length} columns`}
        </Button>
      }
    />
  );
}
