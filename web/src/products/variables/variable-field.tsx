"use client";
import type { Variable } from "@/products/variables/api";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { Switch } from "@/ui/switch";

interface VariableFieldProps {
  readonly variable: Variable;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly onEnter?: () => void;
}

const INPUT_TYPE = { String: "text", Number: "number", Date: "date" } as const;

/** What a variable is set to, edited as its type wants it; emptied: its default. */
export function VariableField({ variable, value, onChange, onEnter }: VariableFieldProps) {
  const { name, type, values } = variable;
  const label = `Value of ${name}`;
  if (type === "Boolean") {
    return <Switch id={`variable-${variable.id}`} checked={value === true} onChange={onChange} />;
  }
  if (type === "List") {
    const options = values.map(String);
    const current = value === null || value === undefined ? "" : String(value);
    return (
      <Select
        aria-label={label}
        value={current}
        options={[...(options.includes(current) ? [] : [current]), ...options].map((option) => ({
          value: option,
          label: option === "" ? "none" : option,
        }))}
        onChange={(option) => onChange(values.find((one) => String(one) === option) ?? option)}
      />
    );
  }
  return (
    <Input
      className="w-40"
      type={INPUT_TYPE[type]}
      aria-label={label}
      value={value === null || value === undefined ? "" : String(value)}
      onChange={({ target }) =>
        onChange(target.value === "" ? undefined : type === "Number" ? Number(target.value) : target.value)
      }
      onKeyDown={(event) => event.key === "Enter" && onEnter?.()}
    />
  );
}
