"use client";
import { ChevronRight } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";

interface DropdownProps {
  /** One focusable element. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
  readonly className?: string;
}

/** A menu of actions. */
export function Dropdown({ trigger, children, align = "end", className }: DropdownProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          className={cn(
            "z-50 min-w-44 rounded-md border border-line bg-surface p-1 shadow-pop animate-pop",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ItemProps {
  readonly onSelect?: () => void;
  readonly children: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly asChild?: boolean;
}

export function DropdownItem({ onSelect, children, danger, disabled, asChild }: ItemProps) {
  return (
    <Radix.Item
      asChild={asChild ?? false}
      disabled={disabled ?? false}
      onSelect={onSelect}
      className={cn(
        "flex items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none select-none cursor-pointer data-highlighted:bg-hover data-disabled:opacity-50 [&_svg]:size-4 [&_svg]:text-muted",
        danger && "text-danger [&_svg]:text-danger",
      )}
    >
      {children}
    </Radix.Item>
  );
}

interface SubProps {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** A menu in the menu. */
export function DropdownSub({ label, icon, children }: SubProps) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger className="flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover data-[state=open]:bg-hover [&_svg]:size-4 [&_svg]:text-muted">
        {icon}
        <span className="flex-1">{label}</span>
        <ChevronRight aria-hidden />
      </Radix.SubTrigger>
      <Radix.Portal>
        <Radix.SubContent
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-80 max-w-72 min-w-36 overflow-auto rounded-md border border-line bg-surface p-1 shadow-pop animate-pop"
        >
          {children}
        </Radix.SubContent>
      </Radix.Portal>
    </Radix.Sub>
  );
}

export function DropdownLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-2xs font-medium text-muted">{children}</Radix.Label>;
}

export function DropdownSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
