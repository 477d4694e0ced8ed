"use client";
import { useEffect, useState } from "react";
import type { ChartSeries, OnPoint, ValueFormat } from "@/charts/types";
import { exactNumber } from "@/lib/format";

export interface Country {
  /** ISO 3166-1, two letters. */
  readonly code: string;
  readonly series: ChartSeries;
}

interface WorldMapProps {
  readonly countries: readonly Country[];
  readonly format?: ValueFormat;
  readonly onPoint?: OnPoint | undefined;
}

type Shapes = Readonly<Record<string, string>>;

const NAMES = new Intl.DisplayNames(["en"], { type: "region" });

/** A country's name; what is no country code stays as it is. */
export function countryName(code: string): string {
  try {
    return NAMES.of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

/** Countries shaded by their value, on a scale of square roots so that small ones stay visible. */
export function WorldMap({ countries, format = exactNumber, onPoint }: WorldMapProps) {
  const [shapes, setShapes] = useState<Shapes | null>(null);
  const [over, setOver] = useState<string | null>(null);
  useEffect(() => {
    // 70 kB that only maps need.
    void import("@/charts/world.json").then((module) => setShapes(module.default));
  }, []);
  const byCode = new Map(countries.map((country) => [country.code.toUpperCase(), country.series]));
  const max = Math.max(...countries.map(({ series }) => series.total), 1);
  const named = over === null ? undefined : byCode.get(over);
  return (
    <figure className="relative m-0 w-full p-3">
      <svg viewBox="0 0 2000 860" className="block w-full">
        <title>World map</title>
        {Object.entries(shapes ?? {}).map(([code, path]) => (
          <Shape
            key={code}
            path={path}
            label={`${countryName(code)}: ${format(byCode.get(code)?.total ?? 0)}`}
            shade={Math.sqrt(Math.max(byCode.get(code)?.total ?? 0, 0) / max)}
            onOver={(inside) => setOver(inside ? code : null)}
            onPress={
              onPoint && byCode.has(code) ? () => onPoint(0, byCode.get(code)?.key ?? null) : undefined
            }
          />
        ))}
      </svg>
      <figcaption className="flex min-h-6 items-center justify-between gap-4 text-xs text-muted">
        <span aria-live="polite">
          {over !== null && (
            <>
              {countryName(over)}{" "}
              <span className="font-medium text-text tabular-nums">{format(named?.total ?? 0)}</span>
            </>
          )}
        </span>
        <span className="flex items-center gap-1.5">
          0
          <span
            className="h-2 w-24 rounded-sm border border-line"
            style={{ background: `linear-gradient(to right, ${shadeOf(0)}, ${shadeOf(0.5)}, ${shadeOf(1)})` }}
          />
          {format(max)}
        </span>
      </figcaption>
    </figure>
  );
}

const shadeOf = (share: number) =>
  share === 0
    ? "var(--sunken)"
    : `color-mix(in oklab, var(--accent) ${Math.round(12 + share * 88)}%, var(--surface))`;

interface ShapeProps {
  readonly path: string;
  readonly label: string;
  readonly shade: number;
  readonly onOver: (inside: boolean) => void;
  readonly onPress: (() => void) | undefined;
}

function Shape({ path, label, shade, onOver, onPress }: ShapeProps) {
  return (
    <path
      d={path}
      fill={shadeOf(shade)}
      stroke="var(--line-strong)"
      strokeWidth={1}
      strokeOpacity={0.4}
      className={onPress ? "cursor-pointer hover:[stroke-width:3]" : "hover:[stroke-width:3]"}
      role="menuitem"
      tabIndex={onPress ? 0 : -1}
      aria-label={label}
      onMouseEnter={() => onOver(true)}
      onMouseLeave={() => onOver(false)}
      onFocus={() => onOver(true)}
      onBlur={() => onOver(false)}
      onClick={onPress}
      onKeyDown={(event) => {
        if (event.key === "Enter") onPress?.();
      }}
    />
  );
}
