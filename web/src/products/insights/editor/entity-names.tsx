"use client";
import { Plus, X } from "lucide-react";
import { EntityPicker } from "@/products/insights/editor/entity-picker";
import { nodeTitle } from "@/products/insights/query/describe";
import type { EntityNode } from "@/products/insights/query/types";
import { Button } from "@/ui/button";

interface EntityNamesProps {
  readonly node: EntityNode;
  readonly onChange: (node: EntityNode) => void;
  readonly label: string;
}

/** The event or action of a series, or several of them joined by "or". */
export function EntityNames({ node, onChange, label }: EntityNamesProps) {
  if (node.kind !== "GroupNode") {
    return (
      <EntityPicker
        value={node}
        onPick={(picked) => onChange(withEntity(node, picked))}
        trigger={
          <Button aria-label={label} className="max-w-60 min-w-0">
            <span className="truncate">
              {node.custom_name ? nodeTitle({ ...node, custom_name: null }) : nodeTitle(node)}
            </span>
          </Button>
        }
      />
    );
  }
  const nodes = node.nodes ?? [];
  const set = (next: readonly EntityNode[]) =>
    onChange(next.length === 1 && next[0] ? withEntity(node, next[0]) : groupOf(node, next));
  return (
    <>
      {nodes.map((item, index) => (
        // Entities have no identity of their own; equal ones are interchangeable.
        <span key={`${index}-${item.event ?? item.id ?? ""}`} className="flex min-w-0 items-center">
          {index > 0 && <span className="pr-1.5 text-xs text-muted">or</span>}
          <EntityPicker
            value={item}
            onPick={(picked) => set(nodes.map((other, at) => (at === index ? picked : other)))}
            trigger={
              <Button aria-label={`${label}, choice ${index + 1}`} className="max-w-48 min-w-0">
                <span className="truncate">{nodeTitle(item)}</span>
              </Button>
            }
          />
          <Button
            size="icon-sm"
            variant="quiet"
            aria-label={`Remove ${nodeTitle(item)}`}
            onClick={() => set(nodes.filter((_, at) => at !== index))}
          >
            <X />
          </Button>
        </span>
      ))}
      <EntityPicker
        value={null}
        onPick={(picked) => set([...nodes, picked])}
        trigger={
          <Button size="icon-sm" variant="quiet" aria-label="Or another event">
            <Plus />
          </Button>
        }
      />
    </>
  );
}

const IDENTITY = ["kind", "event", "id", "name", "nodes", "operator", "custom_name"] as const;

/** Another event under the same measure and filters. */
export function withEntity(node: EntityNode, picked: EntityNode): EntityNode {
  const rest = Object.fromEntries(Object.entries(node).filter(([key]) => !IDENTITY.includes(key as "kind")));
  return { ...rest, ...picked };
}

/** Several events as one series. */
export function groupOf(node: EntityNode, nodes: readonly EntityNode[]): EntityNode {
  return withEntity(node, {
    kind: "GroupNode",
    operator: "OR",
    nodes,
    name: nodes.map(nodeTitle).join(" or "),
  });
}

/** The entity alone, without what a series adds to it. */
export function entityOnly(node: EntityNode): EntityNode {
  const own = Object.entries(node).filter(([key]) => ["kind", "event", "id", "name"].includes(key));
  return Object.fromEntries(own) as unknown as EntityNode;
}
