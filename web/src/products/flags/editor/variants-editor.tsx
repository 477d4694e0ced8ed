"use client";
import { Equal, Plus, Trash2 } from "lucide-react";
import { seriesColor } from "@/charts/types";
import { distributeEvenly, totalWeight, type VariantDraft } from "@/products/flags/draft";
import { errorWithin, type FieldErrors } from "@/products/flags/validate-draft";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Input } from "@/ui/input";

interface VariantsEditorProps {
  readonly variants: readonly VariantDraft[];
  readonly onChange: (variants: VariantDraft[]) => void;
  readonly errors: FieldErrors;
}

/** Keys and weights of the variants; the weights must add up to 100. */
export function VariantsEditor({ variants, onChange, errors }: VariantsEditorProps) {
  const total = totalWeight(variants);
  const set = (index: number, part: Partial<VariantDraft>) =>
    onChange(variants.map((variant, i) => (i === index ? { ...variant, ...part } : variant)));
  const sumError = errors["filters.multivariate.variants"];
  return (
    <div className="flex flex-col gap-2">
      <div className="flex h-2 overflow-hidden rounded-full bg-sunken" aria-hidden>
        {[...variants.entries()].map(([index, variant]) => (
          <div key={index} style={{ width: `${variant.rollout}%`, background: seriesColor(index) }} />
        ))}
      </div>
      {[...variants.entries()].map(([index, variant]) => {
        const error = errorWithin(errors, `filters.multivariate.variants.${index}`);
        return (
          <div key={index}>
            <div className="flex flex-wrap items-center gap-2">
              <span className="size-2.5 rounded-xs" style={{ background: seriesColor(index) }} aria-hidden />
              <Input
                className="w-40 font-mono text-xs"
                aria-label={`Key of variant ${index + 1}`}
                aria-invalid={error !== undefined}
                placeholder="key"
                value={variant.key}
                onChange={(event) => set(index, { key: event.target.value })}
              />
              <Input
                className="min-w-32 flex-1"
                aria-label={`Description of variant ${index + 1}`}
                placeholder="description"
                value={variant.name}
                onChange={(event) => set(index, { name: event.target.value })}
              />
              <span className="flex items-center gap-1">
                <Input
                  type="number"
                  min={0}
                  max={100}
                  step="any"
                  className="w-20 text-right tabular-nums"
                  aria-label={`Weight of variant ${index + 1} in percent`}
                  value={Number.isNaN(variant.rollout) ? "" : variant.rollout}
                  onChange={(event) => set(index, { rollout: event.target.valueAsNumber })}
                />
                <span className="text-sm text-muted">%</span>
              </span>
              <Button
                size="icon-sm"
                variant="quiet"
                aria-label={`Remove variant ${variant.key}`}
                disabled={variants.length < 2}
                onClick={() => onChange(variants.filter((_, i) => i !== index))}
              >
                <Trash2 />
              </Button>
            </div>
            {error && (
              <p role="alert" className="mt-0.5 pl-4.5 text-xs text-danger">
                {error}
              </p>
            )}
          </div>
        );
      })}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          variant="quiet"
          onClick={() =>
            onChange([...variants, { key: `variant-${variants.length + 1}`, name: "", rollout: 0 }])
          }
        >
          <Plus /> Add variant
        </Button>
        <Button size="sm" variant="quiet" onClick={() => onChange(distributeEvenly(variants))}>
          <Equal /> Distribute evenly
        </Button>
        <span
          role={sumError ? "alert" : undefined}
          className={cn("ml-auto text-xs tabular-nums", total === 100 ? "text-muted" : "text-danger")}
        >
          {sumError ?? `${total} % of 100 %`}
        </span>
      </div>
    </div>
  );
}
