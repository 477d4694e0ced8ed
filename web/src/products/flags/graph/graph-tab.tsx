"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useMemo } from "react";
import { projectPath, useProject } from "@/lib/project-context";
import { flagListQuery } from "@/products/flags/api";
import { type Graph, type GraphNode, layOut } from "@/products/flags/graph/layout";
import type { Flag } from "@/products/flags/types";
import { cn } from "@/ui/cn";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

const WIDTH = 180;
const HEIGHT = 40;
const GAP_X = 70;
const GAP_Y = 16;
const MARGIN = 8;

const leftOf = ({ column }: GraphNode) => MARGIN + column * (WIDTH + GAP_X);
const topOf = ({ row }: GraphNode) => MARGIN + row * (HEIGHT + GAP_Y);
const fitted = (key: string) => (key.length > 22 ? `${key.slice(0, 21)}…` : key);

/** What a flag needs and what needs it, as a graph: tab and arrow keys move, Enter opens. */
export function GraphTab({ flag }: { readonly flag: Flag }) {
  const project = useProject();
  const flags = useQuery(flagListQuery(project.id));
  const graph = useMemo(() => layOut(flags.data?.results ?? [], flag.id), [flags.data, flag.id]);
  if (flags.error) return <ErrorState error={flags.error} onRetry={() => void flags.refetch()} />;
  if (!flags.data) return <SkeletonRows rows={4} />;
  if (graph.edges.length === 0)
    return (
      <EmptyState title="It stands alone">
        No condition of this flag asks for another flag, and no other flag asks for it. Add one under Release:
        “Only for persons where…”, then choose another flag.
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">
        A flag stands right of the flags that its conditions ask for. Changing one can change all to its
        right; a circle is refused when you save.
      </p>
      <Drawing graph={graph} focus={flag.id} />
    </div>
  );
}

function Drawing({ graph, focus }: { readonly graph: Graph; readonly focus: number }) {
  const { nodes, edges } = graph;
  const width = 2 * MARGIN + graph.columns * (WIDTH + GAP_X) - GAP_X;
  const height = 2 * MARGIN + graph.rows * (HEIGHT + GAP_Y) - GAP_Y;
  return (
    <div className="overflow-auto rounded-lg border border-line bg-surface">
      <svg width={width} height={height} className="block" aria-labelledby="flag-graph-title">
        <title id="flag-graph-title">Flags that depend on each other</title>
        {edges.map(({ from, to }) => {
          const [a, b] = [nodes[from]!, nodes[to]!];
          const [x1, y1] = [leftOf(a) + WIDTH, topOf(a) + HEIGHT / 2];
          const [x2, y2] = [leftOf(b), topOf(b) + HEIGHT / 2];
          const middle = (x1 + x2) / 2;
          return (
            <path
              key={`${from}-${to}`}
              d={`M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2 - 5},${y2} m-4,-4 l4,4 l-4,4`}
              className="fill-none stroke-line-strong"
              strokeWidth={1.5}
            />
          );
        })}
        {nodes.map((node, index) => (
          <Node key={node.flag.id} graph={graph} index={index} isFocus={node.flag.id === focus} />
        ))}
      </svg>
    </div>
  );
}

interface NodeProps {
  readonly graph: Graph;
  readonly index: number;
  readonly isFocus: boolean;
}

function Node({ graph, index, isFocus }: NodeProps) {
  const project = useProject();
  const router = useRouter();
  const node = graph.nodes[index]!;
  const { flag } = node;
  const href = `${projectPath(project.id, `/flags/${flag.id}`)}?tab=graph`;
  const needs = graph.edges.filter(({ to }) => to === index).map(({ from }) => graph.nodes[from]!.flag.key);
  const state = flag.active ? "on" : "off";
  return (
    <a
      href={href}
      data-node={index}
      aria-current={isFocus || undefined}
      aria-label={`${flag.key}, ${state}${needs.length > 0 ? `, needs ${needs.join(" and ")}` : ""}`}
      className="group outline-none"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        router.push(href);
      }}
      onKeyDown={(event) => moveFocus(event, graph, index)}
    >
      <rect
        x={leftOf(node)}
        y={topOf(node)}
        width={WIDTH}
        height={HEIGHT}
        rx={6}
        className={cn(
          "fill-canvas stroke-line-strong group-hover:fill-hover group-focus-visible:stroke-accent group-focus-visible:stroke-[3px]",
          isFocus && "stroke-accent stroke-2",
        )}
      />
      <circle
        cx={leftOf(node) + 14}
        cy={topOf(node) + HEIGHT / 2}
        r={4}
        className={flag.active ? "fill-ok" : "fill-line-strong"}
      />
      <text
        x={leftOf(node) + 26}
        y={topOf(node) + HEIGHT / 2}
        dominantBaseline="central"
        className={cn("fill-text font-mono text-[11px]", isFocus && "font-semibold")}
      >
        {fitted(flag.key)}
        <title>{flag.key}</title>
      </text>
    </a>
  );
}

/** Left to what it needs, right to who needs it, up and down within the column. */
function moveFocus(event: KeyboardEvent<Element>, { nodes, edges }: Graph, index: number): void {
  const { column, row } = nodes[index]!;
  const at = (wanted: number) => nodes.findIndex((node) => node.column === column && node.row === wanted);
  const ways: Readonly<Record<string, () => number | undefined>> = {
    ArrowLeft: () => edges.find(({ to }) => to === index)?.from,
    ArrowRight: () => edges.find(({ from }) => from === index)?.to,
    ArrowUp: () => at(row - 1),
    ArrowDown: () => at(row + 1),
  };
  const next = ways[event.key]?.();
  if (next === undefined || next < 0) return;
  event.preventDefault();
  event.currentTarget.closest("svg")?.querySelector<SVGAElement>(`[data-node="${next}"]`)?.focus();
}
