"use client";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { BehaviourEditor } from "@/products/cohorts/criteria/behaviour-editor";
import type { CohortLeaf, Leaf } from "@/products/cohorts/criteria/types";
import { FilterRow } from "@/products/filters/filter-list";
import { useCohorts } from "@/products/filters/use-query-choices";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Combobox } from "@/ui/combobox";
import { Select } from "@/ui/select";

interface LeafEditorProps {
  readonly leaf: Leaf;
  readonly onChange: (leaf: Leaf) => void;
  readonly onRemove: () => void;
  readonly error: string | undefined;
}

/** One condition: a property of the person, a behaviour, or another cohort. */
export function LeafEditor({ leaf, onChange, onRemove, error }: LeafEditorProps) {
  const negate = (negation: boolean) => onChange({ ...leaf, negation });
  if (leaf.type === "person") {
    return (
      <FilterRow
        filter={leaf}
        sources={["person"]}
        lead={<Who negated={leaf.negation === true} onChange={negate} yes="who has" no="who doesn't have" />}
        error={error}
        onChange={(filter) => onChange({ ...filter, type: "person" })}
        onRemove={onRemove}
      />
    );
  }
  return (
    <Row error={error} onRemove={onRemove}>
      {leaf.type === "cohort" ? (
        <>
          <Who negated={leaf.negation === true} onChange={negate} yes="who is in" no="who is not in" />
          <CohortPicker leaf={leaf} onChange={onChange} />
        </>
      ) : (
        <>
          <Who negated={leaf.negation === true} onChange={negate} yes="who" no="who didn't:" />
          <BehaviourEditor leaf={leaf} onChange={onChange} />
        </>
      )}
    </Row>
  );
}

interface RowProps {
  readonly children: ReactNode;
  readonly error: string | undefined;
  readonly onRemove: () => void;
}

function Row({ children, error, onRemove }: RowProps) {
  return (
    <div>
      <div
        className={cn("flex items-start gap-1.5 border-l-2 pl-2", error ? "border-danger" : "border-line")}
      >
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">{children}</div>
        <Button size="icon-sm" variant="quiet" aria-label="Remove this condition" onClick={onRemove}>
          <X />
        </Button>
      </div>
      {error && (
        <p role="alert" className="mt-0.5 pl-2.5 text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
}

interface WhoProps {
  readonly negated: boolean;
  readonly onChange: (negated: boolean) => void;
  readonly yes: string;
  readonly no: string;
}

function Who({ negated, onChange, yes, no }: WhoProps) {
  return (
    <Select
      aria-label="Condition holds or doesn't"
      value={negated ? "no" : "yes"}
      onChange={(next) => onChange(next === "no")}
      options={[
        { value: "yes", label: yes },
        { value: "no", label: no },
      ]}
    />
  );
}

function CohortPicker({
  leaf,
  onChange,
}: {
  readonly leaf: CohortLeaf;
  readonly onChange: (leaf: Leaf) => void;
}) {
  const cohorts = useCohorts();
  const known = cohorts.data?.results ?? [];
  const chosen = known.find(({ id }) => id === Number(leaf.value));
  return (
    <Combobox
      placeholder="Search cohorts"
      loading={cohorts.isPending}
      value={String(leaf.value)}
      options={known.map(({ id, name }) => ({ value: String(id), label: name ?? `Cohort ${id}` }))}
      onChange={(id) => onChange({ ...leaf, value: Number(id) })}
      trigger={
        <Button className="max-w-72">
          <span className="truncate">
            {chosen?.name ?? (leaf.value ? `Cohort ${leaf.value}` : "choose a cohort")}
          </span>
        </Button>
      }
    />
  );
}
