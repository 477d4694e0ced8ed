"use client";
import { Command } from "cmdk";
import { Check, Search } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { cn } from "@/ui/cn";
import { Popover } from "@/ui/popover";

export interface ComboOption {
  readonly value: string;
  readonly label?: string;
  /** What the label stands for, said beside it. */
  readonly note?: string;
  readonly hint?: ReactNode;
  readonly group?: string;
}

interface ComboboxProps {
  readonly options: readonly ComboOption[];
  readonly value?: string;
  readonly onChange: (value: string) => void;
  readonly trigger: ReactNode;
  readonly placeholder: string;
  readonly loading?: boolean;
  /** Offers what was typed as a value of its own. */
  readonly allowCustom?: (typed: string) => string;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** Lets the owner search further than the options reach. */
  readonly onType?: (typed: string) => void;
  /** Where the choice leads on to another field: the trigger does not get the focus back. */
  readonly leadsOn?: boolean;
  readonly className?: string;
}

/** A searchable list in a popover. */
export function Combobox(props: ComboboxProps) {
  const [innerOpen, setInnerOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const chosen = useRef(false);
  const open = props.open ?? innerOpen;
  const type = (text: string) => {
    setTyped(text);
    props.onType?.(text);
  };
  const setOpen = (next: boolean) => {
    props.onOpenChange?.(next);
    setInnerOpen(next);
    if (next) chosen.current = false;
    else type("");
  };
  const choose = (value: string) => {
    chosen.current = true;
    props.onChange(value);
    setOpen(false);
  };
  const groups = [...new Set(props.options.map((option) => option.group ?? ""))];
  const known = props.options.some((option) => option.value === typed);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={props.trigger}
      keepFocus={() => props.leadsOn === true && chosen.current}
      className={cn("w-80", props.className)}
    >
      <Command className="flex flex-col" loop label={props.placeholder}>
        <div className="flex items-center gap-2 border-b border-line px-2.5">
          <Search className="size-4 shrink-0 text-muted" aria-hidden />
          <Command.Input
            value={typed}
            onValueChange={type}
            placeholder={props.placeholder}
            className="h-9 w-full bg-transparent text-sm outline-none placeholder:text-muted"
          />
        </div>
        <Command.List className="max-h-72 overflow-auto p-1">
          {props.loading ? (
            <p className="px-2 py-3 text-sm text-muted">Loading…</p>
          ) : (
            !props.allowCustom && (
              <Command.Empty className="px-2 py-3 text-sm text-muted">
                Nothing matches “{typed}”.
              </Command.Empty>
            )
          )}
          {groups.map((group) => (
            <Command.Group
              key={group}
              heading={group || undefined}
              className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
            >
              {props.options
                .filter((option) => (option.group ?? "") === group)
                .map((option) => (
                  <Command.Item
                    key={option.value}
                    value={`${option.label ?? option.value} ${option.value}`}
                    onSelect={() => choose(option.value)}
                    className="flex items-center gap-2 rounded-sm px-2 py-1.5 text-sm cursor-pointer data-[selected=true]:bg-hover"
                  >
                    <span className="min-w-0 flex-1 truncate" title={option.value}>
                      {option.label ?? option.value}
                      {option.note && (
                        <span className="ml-1.5 font-mono text-2xs text-muted">{option.note}</span>
                      )}
                    </span>
                    {option.hint !== undefined && (
                      <span className="shrink-0 text-xs text-muted tabular-nums">{option.hint}</span>
                    )}
                    {props.value === option.value && (
                      <Check className="size-4 text-accent" aria-label="chosen" />
                    )}
                  </Command.Item>
                ))}
            </Command.Group>
          ))}
          {props.allowCustom && typed && !known && (
            <Command.Item
              value={`custom ${typed}`}
              forceMount
              onSelect={() => choose(typed)}
              className="rounded-sm px-2 py-1.5 text-sm cursor-pointer data-[selected=true]:bg-hover"
            >
              {props.allowCustom(typed)}
            </Command.Item>
          )}
        </Command.List>
      </Command>
    </Popover>
  );
}
