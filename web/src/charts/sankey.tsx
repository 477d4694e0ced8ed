"use client";
import { useEffect, useMemo, useRef, useState } from "react";
import { duration } from "@/charts/duration";
import { layoutSankey, type PathLink, type SankeyNode, type SankeyRibbon } from "@/charts/sankey-layout";
import { seriesColor } from "@/charts/types";
import { exactNumber } from "@/lib/format";

/** Pressed: a link, or a node (all paths through it). */
export type OnPath = (at: {
  readonly source?: string;
  readonly target?: string;
  readonly node?: string;
}) => void;

interface SankeyProps {
  readonly links: readonly PathLink[];
  readonly height?: number;
  readonly onPath?: OnPath | undefined;
}

const NODE_WIDTH = 10;
const MIN_COLUMN = 190;

/** Paths from left to right: one column a step, ribbons as wide as they are used. */
export function Sankey({ links, height = 460, onPath }: SankeyProps) {
  const host = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(900);
  const [over, setOver] = useState<string | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect.width));
    observer.observe(host.current);
    return () => observer.disconnect();
  }, []);
  const steps = useMemo(
    () => new Set(links.flatMap(({ source, target }) => [source, target].map((id) => id.split("_")[0]))).size,
    [links],
  );
  // The last column needs room for its names too.
  const width = Math.max(room, steps * MIN_COLUMN) - 8;
  const layout = useMemo(
    () =>
      layoutSankey(links, {
        width: (width * (steps - 1)) / steps + NODE_WIDTH,
        height: height - 24,
        gap: 8,
        slot: 28,
        nodeWidth: NODE_WIDTH,
      }),
    [links, width, steps, height],
  );
  const lit = (ribbon: SankeyRibbon) =>
    over === null || over === key(ribbon) || over === ribbon.from.id || over === ribbon.to.id;
  return (
    <div ref={host} role="menu" aria-label="Paths" className="w-full overflow-x-auto">
      <svg width={width} height={layout.height + 24} className="block">
        <title>Paths, from left to right</title>
        <g transform="translate(0 12)">
          {layout.ribbons.map((ribbon) => (
            <Ribbon key={key(ribbon)} ribbon={ribbon} lit={lit(ribbon)} onOver={setOver} onPath={onPath} />
          ))}
          {layout.nodes.map((node) => (
            <Node
              key={node.id}
              node={node}
              room={layout.columnWidth || MIN_COLUMN}
              onOver={setOver}
              onPath={onPath}
            />
          ))}
        </g>
      </svg>
    </div>
  );
}

const key = ({ link }: SankeyRibbon) => `${link.source} → ${link.target}`;

interface RibbonProps {
  readonly ribbon: SankeyRibbon;
  readonly lit: boolean;
  readonly onOver: (id: string | null) => void;
  readonly onPath: OnPath | undefined;
}

function Ribbon({ ribbon, lit, onOver, onPath }: RibbonProps) {
  const { link, from, to, width, y0, y1 } = ribbon;
  const x0 = from.x + NODE_WIDTH;
  const middle = (x0 + to.x) / 2;
  const path = `M${x0},${y0} C${middle},${y0} ${middle},${y1} ${to.x},${y1} V${y1 + width} C${middle},${y1 + width} ${middle},${y0 + width} ${x0},${y0 + width} Z`;
  const text = `${from.name} → ${to.name}: ${exactNumber(link.value)}${link.time === null ? "" : `, after ${duration(link.time / 1000)} on average`}`;
  const press = () => onPath?.({ source: link.source, target: link.target });
  return (
    <path
      d={path}
      fill={seriesColor(from.step)}
      fillOpacity={lit ? 0.32 : 0.08}
      className={
        onPath
          ? "cursor-pointer outline-none hover:[fill-opacity:0.55] focus-visible:[fill-opacity:0.6]"
          : "hover:[fill-opacity:0.55]"
      }
      role="menuitem"
      tabIndex={onPath ? 0 : -1}
      aria-label={text}
      onMouseEnter={() => onOver(key(ribbon))}
      onMouseLeave={() => onOver(null)}
      onClick={press}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          press();
        }
      }}
    >
      <title>{text}</title>
    </path>
  );
}

interface NodeProps {
  readonly node: SankeyNode;
  readonly room: number;
  readonly onOver: (id: string | null) => void;
  readonly onPath: OnPath | undefined;
}

function Node({ node, room, onOver, onPath }: NodeProps) {
  const ended = node.ended > 0 ? `, ${exactNumber(node.ended)} go no further here` : "";
  return (
    <g>
      <rect
        x={node.x}
        y={node.y}
        width={NODE_WIDTH}
        height={node.height}
        rx={2}
        fill={seriesColor(node.step)}
      />
      <foreignObject
        x={node.x + NODE_WIDTH + 4}
        y={node.y - 3}
        width={Math.max(room - NODE_WIDTH - 12, 60)}
        height={36}
        className="overflow-visible"
      >
        <button
          type="button"
          disabled={!onPath}
          title={`${node.name}: ${exactNumber(node.value)}${ended}`}
          onMouseEnter={() => onOver(node.id)}
          onMouseLeave={() => onOver(null)}
          onClick={() => onPath?.({ node: node.id })}
          className="block max-w-full rounded-sm bg-surface/75 px-1 text-left text-2xs leading-tight enabled:hover:text-accent"
        >
          <span className="block truncate">{shortName(node.name)}</span>
          <span className="text-muted tabular-nums">{exactNumber(node.value)}</span>
        </button>
      </foreignObject>
    </g>
  );
}

/** Pages by their path: the host is the same nearly everywhere. */
export function shortName(name: string): string {
  const match = /^https?:\/\/[^/]+(\/.*)?$/.exec(name);
  return match ? (match[1] ?? "/") : name;
}
