"use client";
import { ChevronDown, X } from "lucide-react";
import { useState } from "react";
import { compactNumber } from "@/lib/format";
import { type PropertyFilter, sourceOf, valuesOf } from "@/products/filters/filter";
import { operatorInfo } from "@/products/filters/operators";
import { useDebounced } from "@/products/insights/use-debounced";
import { usePropertyValues } from "@/products/taxonomy/queries";
import { Combobox } from "@/ui/combobox";
import { Input } from "@/ui/input";

interface ValueInputProps {
  readonly filter: PropertyFilter;
  readonly onChange: (value: PropertyFilter["value"]) => void;
  /** Opens the known values at once. */
  readonly asks?: boolean;
}

/** The right-hand side of a filter, as its operator needs it. */
export function ValueInput({ filter, onChange, asks }: ValueInputProps) {
  const { operand } = operatorInfo(filter.operator);
  const values = valuesOf(filter);
  const label = `Value for ${filter.key}`;
  if (operand === "none") return null;
  if (operand === "many")
    return <ManyValues filter={filter} values={values} onChange={onChange} asks={asks ?? false} />;
  if (operand === "range") {
    const [low = "", high = ""] = values;
    return (
      <span className="flex items-center gap-1.5 text-sm text-muted">
        <Input
          className="w-20"
          aria-label={`${label}, from`}
          value={low}
          onChange={(e) => onChange([e.target.value, high])}
        />
        and
        <Input
          className="w-20"
          aria-label={`${label}, to`}
          value={high}
          onChange={(e) => onChange([low, e.target.value])}
        />
      </span>
    );
  }
  return (
    <Input
      className="w-44"
      aria-label={label}
      inputMode={operand === "number" ? "decimal" : "text"}
      placeholder={operand === "date" ? "2026-01-31 or -7d" : ""}
      value={values[0] ?? ""}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

interface ManyValuesProps extends ValueInputProps {
  readonly values: readonly string[];
}

function ManyValues({ filter, values, onChange, asks = false }: ManyValuesProps) {
  const [open, setOpen] = useState(asks);
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed.trim(), 200);
  const known = usePropertyValues(sourceOf(filter), filter.key, open, search);
  const toggle = (value: string) =>
    onChange(values.includes(value) ? values.filter((item) => item !== value) : [...values, value]);
  return (
    <span className="flex max-w-full flex-wrap items-center gap-1">
      {values.map((value) => (
        <span
          key={value}
          className="inline-flex h-7 max-w-56 items-center gap-1 rounded-sm bg-sunken pl-2 text-sm"
        >
          <span className="truncate">{value === "" ? "(empty)" : value}</span>
          <button
            type="button"
            aria-label={`Remove ${value}`}
            className="flex size-6 items-center justify-center rounded-sm text-muted hover:text-text"
            onClick={() => toggle(value)}
          >
            <X className="size-3.5" aria-hidden />
          </button>
        </span>
      ))}
      <Combobox
        open={open}
        onOpenChange={setOpen}
        onType={setTyped}
        options={(known.data ?? []).map(({ name, volume }) => ({ value: name, hint: compactNumber(volume) }))}
        onChange={toggle}
        loading={known.isPending && known.isFetching}
        placeholder="Search or type a value"
        allowCustom={(typed) => `Use “${typed}”`}
        trigger={
          <button
            type="button"
            className="inline-flex h-8 items-center gap-1 rounded-md border border-line-strong/60 bg-surface px-2 text-sm text-muted hover:bg-hover"
          >
            {values.length === 0 ? "choose a value" : "or…"}
            <ChevronDown className="size-3.5" aria-hidden />
          </button>
        }
      />
    </span>
  );
}
