"use client";
import type { FlagPlace } from "@/products/flags/states/types";
import { describeOwn } from "@/products/flags/states/words";
import { summarizeRollout } from "@/products/flags/summary";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Switch } from "@/ui/switch";

interface PlaceRowProps {
  readonly place: FlagPlace;
  readonly defaultName: string;
  readonly isHere: boolean;
  readonly busy: boolean;
  readonly onSwitch: (active: boolean) => void;
  readonly onFollow: () => void;
  /** Absent: there is nowhere to promote to. */
  readonly onPromote?: () => void;
}

/** One environment: switch, who gets the flag, and what is set here. */
export function PlaceRow(props: PlaceRowProps) {
  const { place, defaultName, isHere, busy, onSwitch, onFollow, onPromote } = props;
  const follows = !place.is_default && place.own.length > 0;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2.5 last:border-0">
      <Switch
        checked={place.active}
        disabled={busy}
        aria-label={`${place.name} is ${place.active ? "on" : "off"}`}
        onChange={onSwitch}
      />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-1.5 text-sm font-medium">
          {place.name}
          {place.is_default && <Badge>default</Badge>}
          {isHere && <Badge tone="accent">you are here</Badge>}
        </p>
        <p className="text-sm break-words">
          {place.active ? `Goes to ${summarizeRollout(place.filters)}` : "Off: nobody gets it"}
        </p>
        <p className="text-xs text-muted">{describeOwn(place, defaultName)}</p>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {follows && (
          <Button size="sm" variant="ghost" disabled={busy} onClick={onFollow}>
            Follow {defaultName}
          </Button>
        )}
        {onPromote && (
          <Button size="sm" disabled={busy} aria-label={`Promote ${place.name} to …`} onClick={onPromote}>
            Promote to …
          </Button>
        )}
      </div>
    </li>
  );
}
