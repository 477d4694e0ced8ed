"use client";
import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";

interface PopoverProps {
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
  /** True when it closes because the focus went on to somewhere else. */
  readonly keepFocus?: () => boolean;
  readonly className?: string;
}

/** A small panel anchored to its trigger. */
export function Popover(props: PopoverProps) {
  const { open, onOpenChange, trigger, children, align = "start", keepFocus, className } = props;
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => keepFocus?.() && event.preventDefault()}
          className={cn(
            "z-50 max-w-[calc(100vw-1rem)] rounded-md border border-line bg-surface shadow-pop outline-none animate-pop",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
