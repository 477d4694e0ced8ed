"use client";
import { useVariables } from "@/products/variables/api";
import { NewVariable } from "@/products/variables/new-variable";
import { VariableField } from "@/products/variables/variable-field";
import type { VariableValues } from "@/products/variables/wire";

interface VariableBarProps {
  /** Names that SQL asks for. */
  readonly names: readonly string[];
  readonly values: VariableValues;
  readonly onChange: (values: Record<string, unknown>) => void;
  readonly onEnter?: () => void;
}

/** A field for each variable that is asked for; one that nobody has defined can be defined here. */
export function VariableBar({ names, values, onChange, onEnter }: VariableBarProps) {
  const variables = useVariables(names.length > 0);
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...rest } = values;
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  return names.map((name) => {
    const variable = variables.find(({ code_name }) => code_name === name);
    if (!variable) return <NewVariable key={name} codeName={name} />;
    return (
      <div key={name} className="flex items-center gap-1.5 text-sm">
        <label htmlFor={`variable-${variable.id}`} className="text-muted" title={`{variables.${name}}`}>
          {variable.name}
        </label>
        <VariableField
          variable={variable}
          value={name in values ? values[name] : variable.default_value}
          onChange={(value) => set(name, value)}
          {...(onEnter ? { onEnter } : {})}
        />
      </div>
    );
  });
}
