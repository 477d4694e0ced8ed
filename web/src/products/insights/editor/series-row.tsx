"use client";
import { ArrowDown, ArrowUp, Copy, MoreHorizontal, Pencil, Plus, Trash2, X } from "lucide-react";
import { useState } from "react";
import { FilterList } from "@/products/filters/filter-list";
import { EntityNames, entityOnly, groupOf } from "@/products/insights/editor/entity-names";
import { MathPicker } from "@/products/insights/editor/math-picker";
import { eventNode } from "@/products/insights/query/defaults";
import { nodeTitle } from "@/products/insights/query/describe";
import type { EntityNode } from "@/products/insights/query/types";
import { useQuerySources } from "@/products/taxonomy/queries";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dropdown, DropdownItem } from "@/ui/dropdown";
import { Input } from "@/ui/input";

interface SeriesRowProps {
  readonly mark: string;
  readonly node: EntityNode;
  readonly withMath: boolean;
  /** Funnels: the step may be left out. */
  readonly canBeOptional: boolean;
  readonly onChange: (node: EntityNode, typing?: string) => void;
  readonly onCopy: (() => void) | null;
  readonly onRemove: (() => void) | null;
  readonly onMove: { readonly up: (() => void) | null; readonly down: (() => void) | null };
}

/** One series: which event, how it is measured, under which filters. */
export function SeriesRow(props: SeriesRowProps) {
  const { mark, node, withMath, onChange, onCopy, onRemove, onMove } = props;
  const sources = useQuerySources();
  const [naming, setNaming] = useState(false);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-start gap-1.5">
        <span className="mt-1.5 flex size-5 shrink-0 items-center justify-center rounded-sm bg-sunken text-xs font-semibold text-muted">
          {mark}
        </span>
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
          <EntityNames node={node} onChange={(next) => onChange(next)} label={`Event of ${mark}`} />
          {withMath && (
            <MathPicker
              node={node}
              onChange={(part, typing) => onChange({ ...node, ...part }, typing && `${mark}${typing}`)}
            />
          )}
          {node.optionalInFunnel && <Badge>optional</Badge>}
          {node.custom_name && !naming && <Badge tone="accent">{node.custom_name}</Badge>}
        </div>
        <Dropdown
          trigger={
            <Button size="icon-sm" variant="quiet" aria-label={`More for ${mark}`}>
              <MoreHorizontal />
            </Button>
          }
        >
          <DropdownItem onSelect={() => setNaming(true)}>
            <Pencil /> Rename
          </DropdownItem>
          {node.kind !== "GroupNode" && (
            <DropdownItem onSelect={() => onChange(groupOf(node, [entityOnly(node), eventNode(null)]))}>
              <Plus /> Or another event
            </DropdownItem>
          )}
          {props.canBeOptional && (
            <DropdownItem onSelect={() => onChange({ ...node, optionalInFunnel: !node.optionalInFunnel })}>
              {node.optionalInFunnel ? "Make required" : "Make optional"}
            </DropdownItem>
          )}
          <DropdownItem disabled={!onMove.up} onSelect={() => onMove.up?.()}>
            <ArrowUp /> Move up
          </DropdownItem>
          <DropdownItem disabled={!onMove.down} onSelect={() => onMove.down?.()}>
            <ArrowDown /> Move down
          </DropdownItem>
          <DropdownItem disabled={!onCopy} onSelect={() => onCopy?.()}>
            <Copy /> Duplicate
          </DropdownItem>
          <DropdownItem danger disabled={!onRemove} onSelect={() => onRemove?.()}>
            <Trash2 /> Remove
          </DropdownItem>
        </Dropdown>
      </div>
      {naming && (
        <form
          className="ml-7 flex items-center gap-1"
          onSubmit={(event) => {
            event.preventDefault();
            setNaming(false);
          }}
        >
          <Input
            autoFocus
            aria-label={`Name of ${mark}`}
            placeholder={nodeTitle({ ...node, custom_name: null })}
            value={node.custom_name ?? ""}
            onChange={(event) =>
              onChange({ ...node, custom_name: event.target.value || null }, `${mark}name`)
            }
          />
          <Button type="submit" size="icon-sm" variant="quiet" aria-label="Done">
            <X />
          </Button>
        </form>
      )}
      <FilterList
        className="ml-7"
        audience="queries"
        sources={sources}
        filters={node.properties ?? []}
        onChange={(properties) => onChange({ ...node, properties })}
        addLabel="Filter"
      />
    </div>
  );
}
