"use client";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/ui/cn";

export interface TabItem {
  readonly value: string;
  readonly label: ReactNode;
  readonly content: ReactNode;
}

interface TabsProps {
  readonly items: readonly TabItem[];
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly className?: string;
  readonly label: string;
}

/** Panels of which one shows. The active tab carries the house's edge: a bar of accent below it. */
export function Tabs({ items, value, onChange, className, label }: TabsProps) {
  return (
    <Radix.Root
      className={cn("flex min-h-0 flex-col", className)}
      {...(value === undefined ? { defaultValue: items[0]?.value } : { value })}
      {...(onChange ? { onValueChange: onChange } : {})}
    >
      <Radix.List
        aria-label={label}
        className="flex gap-4 overflow-x-auto overflow-y-hidden [scrollbar-width:none] border-b border-line"
      >
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            className="-mb-px border-b-2 border-transparent px-0.5 py-1.5 text-sm whitespace-nowrap text-muted hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
          >
            {item.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="min-h-0 flex-1 pt-3 outline-none">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
