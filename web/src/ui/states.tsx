"use client";
import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { explainError } from "@/lib/api/error";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";

interface EmptyProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
}

/** Nothing here yet: says why and what to do next. */
export function EmptyState({ icon, title, children, action, className }: EmptyProps) {
  return (
    <div
      className={cn(
        "flex flex-col items-start gap-2 border-l-2 border-line-strong/50 px-5 py-4 m-4",
        className,
      )}
    >
      {icon && <div className="text-muted [&_svg]:size-5">{icon}</div>}
      <h2 className="text-base font-semibold">{title}</h2>
      {children && <div className="max-w-prose text-sm text-muted">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}

interface ErrorProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** A better way out than trying again. */
  readonly action?: ReactNode;
  readonly title?: string;
  readonly className?: string;
}

/** Something failed: what, and a way to try again. */
export function ErrorState({ error, onRetry, action, title, className }: ErrorProps) {
  const { headline, detail } = explainError(error);
  return (
    <div role="alert" className={cn("m-4 flex gap-3 border-l-2 border-danger px-4 py-3", className)}>
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
      <div className="min-w-0">
        <p className="font-medium">{title ?? headline}</p>
        <p className="mt-0.5 text-sm break-words text-muted">{detail}</p>
        {action && <div className="mt-3">{action}</div>}
        {onRetry && (
          <Button size="sm" className="mt-3" onClick={onRetry}>
            <RotateCw /> Try again
          </Button>
        )}
      </div>
    </div>
  );
}
