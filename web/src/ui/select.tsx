"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

interface SelectProps<T extends string> {
  readonly value: T;
  readonly options: readonly SelectOption<T>[];
  readonly onChange: (value: T) => void;
  readonly "aria-label"?: string;
  readonly id?: string;
  readonly className?: string;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
}

/** Chooses one of a few known values. For many or searchable values use `Combobox`. */
export function Select<T extends string>({
  value,
  options,
  onChange,
  className,
  icon,
  disabled,
  ...rest
}: SelectProps<T>) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)} disabled={disabled}>
      <Radix.Trigger
        className={cn(
          "inline-flex h-8 items-center justify-between gap-1.5 rounded-md border border-line-strong/60 bg-surface px-2.5 text-sm hover:bg-hover [&_svg]:size-4 disabled:opacity-60",
          className,
        )}
        {...rest}
      >
        <span className="flex min-w-0 items-center gap-1.5 truncate">
          {icon}
          <Radix.Value />
        </span>
        <ChevronDown className="shrink-0 text-muted" aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-md border border-line bg-surface shadow-pop animate-pop"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex items-center gap-2 rounded-sm py-1.5 pr-2 pl-7 text-sm outline-none select-none data-highlighted:bg-hover relative"
              >
                <Radix.ItemIndicator className="absolute left-1.5 text-accent">
                  <Check className="size-4" aria-hidden />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.hint && <span className="ml-auto pl-4 text-xs text-muted">{option.hint}</span>}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
