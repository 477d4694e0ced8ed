"use client";
import { Plus } from "lucide-react";
import { EntityPicker } from "@/products/insights/editor/entity-picker";
import { SeriesRow } from "@/products/insights/editor/series-row";
import type { EntityNode } from "@/products/insights/query/types";
import { Button } from "@/ui/button";

interface SeriesListProps {
  readonly series: readonly EntityNode[];
  readonly onChange: (series: readonly EntityNode[], typing?: string) => void;
  /** Letters for formulas, numbers for steps. */
  readonly marks: "letters" | "numbers";
  readonly most: number;
  readonly withMath?: boolean;
  readonly canBeOptional?: boolean;
  readonly addLabel: string;
}

/** Letter of a series in formulas. */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);

/** The events of a query, in their order. */
export function SeriesList(props: SeriesListProps) {
  const { series, onChange, marks, most, withMath = false, canBeOptional = false, addLabel } = props;
  const swap = (a: number, b: number) =>
    onChange(
      series.map((node, at) =>
        at === a ? (series[b] as EntityNode) : at === b ? (series[a] as EntityNode) : node,
      ),
    );
  return (
    <div className="flex flex-col gap-3">
      {series.map((node, index) => {
        const mark = marks === "letters" ? letterOf(index) : String(index + 1);
        return (
          <SeriesRow
            key={mark}
            mark={mark}
            node={node}
            withMath={withMath}
            canBeOptional={canBeOptional && index > 0}
            onChange={(next, typing) =>
              onChange(
                series.map((item, at) => (at === index ? next : item)),
                typing,
              )
            }
            onCopy={series.length < most ? () => onChange(series.toSpliced(index + 1, 0, node)) : null}
            onRemove={series.length > 1 ? () => onChange(series.toSpliced(index, 1)) : null}
            onMove={{
              up: index > 0 ? () => swap(index, index - 1) : null,
              down: index < series.length - 1 ? () => swap(index, index + 1) : null,
            }}
          />
        );
      })}
      {series.length < most && (
        <div>
          <EntityPicker
            value={null}
            onPick={(node) => onChange([...series, node])}
            trigger={
              <Button size="sm" variant="quiet">
                <Plus /> {addLabel}
              </Button>
            }
          />
        </div>
      )}
    </div>
  );
}
