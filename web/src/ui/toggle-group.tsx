"use client";
import { ToggleGroup as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";

export interface ToggleOption<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
  readonly title?: string;
}

interface ToggleGroupProps<T extends string> {
  readonly value: T;
  readonly options: readonly ToggleOption<T>[];
  readonly onChange: (value: T) => void;
  readonly label: string;
  readonly className?: string;
}

/** Two to five exclusive choices, all visible. */
export function ToggleGroup<T extends string>({
  value,
  options,
  onChange,
  label,
  className,
}: ToggleGroupProps<T>) {
  return (
    <Radix.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(next) => next && onChange(next as T)}
      className={cn("inline-flex h-8 rounded-md border border-line-strong/60 bg-surface p-0.5", className)}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          title={option.title}
          aria-label={option.title}
          className="inline-flex items-center gap-1.5 rounded-sm px-2 text-sm text-muted hover:text-text data-[state=on]:bg-accent-soft data-[state=on]:text-accent data-[state=on]:font-medium [&_svg]:size-4"
        >
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
