"use client";
import type { Definition } from "@/products/definitions/types";
import { Select } from "@/ui/select";

interface TagSelectProps {
  readonly definitions: readonly Definition[];
  /** Empty: any. */
  readonly value: string;
  readonly onChange: (tag: string) => void;
}

const ANY = "*";

/** One of the tags that occur; nothing while there are none. */
export function TagSelect({ definitions, value, onChange }: TagSelectProps) {
  const tags = [...new Set(definitions.flatMap((one) => one.tags ?? []))].sort();
  if (tags.length === 0) return null;
  return (
    <Select
      aria-label="Tag"
      value={value || ANY}
      onChange={(tag) => onChange(tag === ANY ? "" : tag)}
      options={[{ value: ANY, label: "Any tag" }, ...tags.map((tag) => ({ value: tag, label: tag }))]}
    />
  );
}
