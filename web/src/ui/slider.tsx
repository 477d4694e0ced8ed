"use client";
import { Slider as Radix } from "radix-ui";
import { cn } from "@/ui/cn";

interface SliderProps {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly "aria-label": string;
  readonly className?: string;
}

/** A percentage, 0 to 100. Put a number input beside it for exact values. */
export function Slider({ value, onChange, className, ...rest }: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      min={0}
      max={100}
      step={1}
      onValueChange={(next) => onChange(next[0] ?? 0)}
      className={cn("relative flex h-5 w-full touch-none items-center select-none", className)}
    >
      <Radix.Track className="relative h-1.5 grow rounded-full bg-sunken border border-line">
        <Radix.Range className="absolute h-full rounded-full bg-accent" />
      </Radix.Track>
      <Radix.Thumb
        className="block size-4 rounded-full border-2 border-accent bg-surface shadow-sm"
        aria-label={rest["aria-label"]}
      />
    </Radix.Root>
  );
}
