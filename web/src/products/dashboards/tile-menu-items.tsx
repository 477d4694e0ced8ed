"use client";
import { useQuery } from "@tanstack/react-query";
import { ArrowRightLeft, Copy, ExternalLink, Palette, Pencil, RotateCw, Trash2 } from "lucide-react";
import Link from "next/link";
import { projectPath, useProject } from "@/lib/project-context";
import { dashboardListQuery, useChangeDashboard, useTileAction } from "@/products/dashboards/api";
import { TILE_COLORS } from "@/products/dashboards/tile-colors";
import type { Tile } from "@/products/dashboards/types";
import type { TileResult } from "@/products/dashboards/use-tile-results";
import { DropdownItem, DropdownSeparator, DropdownSub } from "@/ui/dropdown";
import { toast } from "@/ui/toast";

interface TileMenuItemsProps {
  readonly tile: Tile;
  readonly dashboardId: number;
  readonly result: TileResult | undefined;
  readonly onEdit: () => void;
}

/** What can be done with one tile. */
export function TileMenuItems({ tile, dashboardId, result, onEdit }: TileMenuItemsProps) {
  const project = useProject();
  const others = useQuery(dashboardListQuery(project.id)).data?.results.filter(
    ({ id }) => id !== dashboardId,
  );
  const change = useChangeDashboard(project.id, dashboardId);
  const action = useTileAction(project.id, dashboardId);
  const copyTo = (to: { id: number; name: string }) =>
    action.mutate(
      {
        action: "copy_tile",
        body: { fromDashboardId: dashboardId, tileId: tile.id },
        to: to.id,
        what: "The tile could not be copied.",
      },
      { onSuccess: () => void toast.success(`Copied to ${to.name}.`) },
    );
  const moveTo = (to: { id: number; name: string }) =>
    action.mutate(
      {
        action: "move_tile",
        body: { to_dashboard: to.id, tile: { id: tile.id } },
        what: "The tile could not be moved.",
      },
      { onSuccess: () => void toast.success(`Moved to ${to.name}.`) },
    );
  return (
    <>
      {tile.insight ? (
        <>
          <DropdownItem asChild>
            <Link href={projectPath(project.id, `/insights/${tile.insight.short_id}`)}>
              <ExternalLink /> Open
            </Link>
          </DropdownItem>
          {result && (
            <DropdownItem onSelect={result.recompute}>
              <RotateCw /> Compute again
            </DropdownItem>
          )}
        </>
      ) : (
        <DropdownItem onSelect={onEdit}>
          <Pencil /> {tile.widget ? "Change list" : "Edit text"}
        </DropdownItem>
      )}
      <DropdownSub label="Colour" icon={<Palette />}>
        {["none", ...Object.keys(TILE_COLORS)].map((color) => (
          <DropdownItem
            key={color}
            onSelect={() =>
              change.mutate({
                body: { tiles: [{ id: tile.id, color: color === "none" ? null : color }] },
                what: "The colour could not be saved.",
              })
            }
          >
            <span
              className="size-3 rounded-full border border-line"
              style={{ background: TILE_COLORS[color] }}
            />
            {color}
          </DropdownItem>
        ))}
      </DropdownSub>
      {others && others.length > 0 && (
        <>
          <DropdownSub label="Copy to" icon={<Copy />}>
            {others.map((other) => (
              <DropdownItem key={other.id} onSelect={() => copyTo(other)}>
                {other.name}
              </DropdownItem>
            ))}
          </DropdownSub>
          <DropdownSub label="Move to" icon={<ArrowRightLeft />}>
            {others.map((other) => (
              <DropdownItem key={other.id} onSelect={() => moveTo(other)}>
                {other.name}
              </DropdownItem>
            ))}
          </DropdownSub>
        </>
      )}
      <DropdownSeparator />
      <DropdownItem
        danger
        onSelect={() =>
          action.mutate(
            { action: "delete_tile", body: { tile_id: tile.id }, what: "The tile could not be taken off." },
            {
              onSuccess: () =>
                void toast.success(tile.insight ? "Taken off; the insight stays saved." : "Taken off."),
            },
          )
        }
      >
        <Trash2 /> Take off this dashboard
      </DropdownItem>
    </>
  );
}
