"use client";
import type { ReactNode } from "react";
import { compactNumber } from "@/lib/format";
import { eventTitle } from "@/products/events/describe-event";
import { useActions } from "@/products/insights/editor/use-actions";
import { eventNode } from "@/products/insights/query/defaults";
import type { EntityNode } from "@/products/insights/query/types";
import { useEventNames } from "@/products/taxonomy/queries";
import { Combobox } from "@/ui/combobox";

interface EntityPickerProps {
  readonly value: EntityNode | null;
  /** The event or action alone, without measure and filters. */
  readonly onPick: (node: EntityNode) => void;
  readonly trigger: ReactNode;
  readonly withoutAny?: boolean;
}

const ANY = "any:";

/** Searches events, by volume, and actions; unseen names can be typed. */
export function EntityPicker({ value, onPick, trigger, withoutAny }: EntityPickerProps) {
  const names = useEventNames();
  const actions = useActions();
  const list = actions.data ?? [];
  const pick = (choice: string) => {
    if (choice === ANY) return onPick(eventNode(null));
    const action = list.find(({ id }) => choice === `action:${id}`);
    if (action)
      return onPick({ kind: "ActionsNode", id: action.id, name: action.name ?? `Action ${action.id}` });
    onPick(eventNode(choice.startsWith("event:") ? choice.slice(6) : choice));
  };
  return (
    <Combobox
      placeholder="Search events and actions"
      loading={names.isPending}
      {...(value ? { value: choiceOf(value) } : {})}
      onChange={pick}
      allowCustom={(typed) => `Use event “${typed}”`}
      options={[
        ...(withoutAny ? [] : [{ value: ANY, label: "Any event" }]),
        ...(names.data ?? []).map(({ name, volume }) => ({
          value: `event:${name}`,
          label: eventTitle(name),
          hint: compactNumber(volume),
          group: "Events of the last 30 days",
        })),
        ...list.map(({ id, name }) => ({
          value: `action:${id}`,
          label: name ?? `Action ${id}`,
          group: "Actions",
        })),
      ]}
      trigger={trigger}
    />
  );
}

function choiceOf(node: EntityNode): string {
  if (node.kind === "ActionsNode") return `action:${node.id}`;
  return node.event ? `event:${node.event}` : ANY;
}
