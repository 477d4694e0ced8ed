"use client";
import { type ReactNode, useId } from "react";
import { Input } from "@/ui/input";
import { Select, type SelectOption } from "@/ui/select";
import { Switch } from "@/ui/switch";

/** A labelled line of an editor. */
export function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-sm">
      <span className="text-muted">{label}</span>
      <span className="flex min-w-0 flex-wrap items-center gap-1.5">{children}</span>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly onChange: (value: T) => void;
}

/** A labelled choice. */
export function Choice<T extends string>({ label, ...rest }: ChoiceProps<T>) {
  return (
    <Line label={label}>
      <Select aria-label={label} {...rest} />
    </Line>
  );
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A labelled switch. */
export function Check({ label, checked, onChange }: CheckProps) {
  const id = useId();
  return (
    <label htmlFor={id} className="flex items-center justify-between gap-3 text-sm text-muted">
      {label}
      <Switch id={id} checked={checked} onChange={onChange} />
    </label>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly placeholder?: string;
  readonly min?: number;
  readonly max?: number;
  /** undefined: the field was emptied. */
  readonly onChange: (value: number | undefined) => void;
  readonly bare?: boolean;
}

/** A labelled number; what is out of range is not taken over. */
export function NumberField({ label, value, placeholder, min = 1, max, onChange, bare }: NumberFieldProps) {
  const input = (
    <Input
      type="number"
      aria-label={label}
      className="w-20"
      min={min}
      max={max}
      placeholder={placeholder}
      value={value ?? ""}
      onChange={(event) => {
        const number = Number(event.target.value);
        if (event.target.value === "") onChange(undefined);
        else if (Number.isInteger(number) && number >= min && (max === undefined || number <= max))
          onChange(number);
      }}
    />
  );
  return bare ? input : <Line label={label}>{input}</Line>;
}
