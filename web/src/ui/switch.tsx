"use client";
import { Switch as Radix } from "radix-ui";
import { cn } from "@/ui/cn";

interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly "aria-label"?: string;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** On or off, at once. */
export function Switch({ checked, onChange, className, ...rest }: SwitchProps) {
  return (
    <Radix.Root
      checked={checked}
      onCheckedChange={onChange}
      className={cn(
        "inline-flex h-[18px] w-8 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-px transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:opacity-50",
        className,
      )}
      {...rest}
    >
      <Radix.Thumb className="size-3.5 rounded-full bg-line-strong transition-transform data-[state=checked]:translate-x-[14px] data-[state=checked]:bg-accent-ink" />
    </Radix.Root>
  );
}
