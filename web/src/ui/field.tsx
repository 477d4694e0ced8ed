"use client";
import { Slot } from "radix-ui";
import { type ReactElement, type ReactNode, useId } from "react";
import { cn } from "@/ui/cn";

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly className?: string;
  readonly hideLabel?: boolean;
  /** One control; it gets the id and the aria attributes. */
  readonly children: ReactElement;
}

/** Label, control, hint and error, wired together for assistive technology. */
export function Field({ label, hint, error, className, hideLabel, children }: FieldProps) {
  const id = useId();
  const note = error || hint ? `${id}-note` : undefined;
  return (
    <div className={cn("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className={cn("text-sm font-medium", hideLabel && "sr-only")}>
        {label}
      </label>
      <Slot.Root id={id} aria-invalid={error ? true : undefined} aria-describedby={note}>
        {children}
      </Slot.Root>
      {error ? (
        <p id={note} role="alert" className="text-xs text-danger">
          {error}
        </p>
      ) : (
        hint && (
          <p id={note} className="text-xs text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  );
}
