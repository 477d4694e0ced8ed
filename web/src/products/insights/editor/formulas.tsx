"use client";
import { Plus, X } from "lucide-react";
import type { TrendsFilter } from "@/products/insights/query/types";
import { Button } from "@/ui/button";
import { Input } from "@/ui/input";

interface FormulasProps {
  readonly filter: TrendsFilter;
  readonly several: boolean;
  readonly onChange: (filter: TrendsFilter, typing?: string) => void;
}

/** Formulas over the series: `A / B * 100`. With one, only formulas are shown. */
export function Formulas({ filter, several, onChange }: FormulasProps) {
  const nodes = filter.formulaNodes ?? (filter.formula ? [{ formula: filter.formula }] : []);
  const set = (next: typeof nodes, typing?: string) => {
    const { formula: _, formulaNodes: _n, ...rest } = filter;
    onChange(next.length > 0 ? { ...rest, formulaNodes: next } : rest, typing);
  };
  if (nodes.length === 0 && !several) return null;
  return (
    <div className="mt-3 flex flex-col gap-1.5 border-t border-line pt-3">
      {nodes.map((node, index) => (
        // Formulas go by their place.
        <div key={`formula-${index + 1}`} className="flex items-center gap-1.5 text-sm">
          <Input
            aria-label={`Formula ${index + 1} over the series`}
            className="font-mono uppercase placeholder:normal-case"
            placeholder="A / B * 100"
            value={node.formula}
            onChange={(event) =>
              set(nodes.with(index, { ...node, formula: event.target.value }), `formula${index}`)
            }
          />
          <Input
            aria-label={`Name of formula ${index + 1}`}
            placeholder="Name"
            value={node.custom_name ?? ""}
            onChange={(event) =>
              set(nodes.with(index, { ...node, custom_name: event.target.value }), `formulaname${index}`)
            }
          />
          <Button
            size="icon-sm"
            variant="quiet"
            aria-label={`Remove formula ${index + 1}`}
            onClick={() => set(nodes.toSpliced(index, 1))}
          >
            <X />
          </Button>
        </div>
      ))}
      <Button
        size="sm"
        variant="quiet"
        className="self-start"
        onClick={() => set([...nodes, { formula: "" }])}
      >
        <Plus /> Formula
      </Button>
    </div>
  );
}
