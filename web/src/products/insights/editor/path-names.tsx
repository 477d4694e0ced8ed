"use client";
import { Plus, X } from "lucide-react";
import type { PathsFilter } from "@/products/insights/query/types";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";

interface PathNamesProps {
  readonly filter: PathsFilter;
  readonly onChange: (part: Partial<PathsFilter>, typing?: string) => void;
}

/** Lines of a text; an empty text is no list. */
function linesOf(text: string): readonly string[] | undefined {
  return text === "" ? undefined : text.split("\n");
}

/** How names of steps are grouped, cleaned and left out. */
export function PathNames({ filter, onChange }: PathNamesProps) {
  const rules = filter.localPathCleaningFilters ?? [];
  const setRules = (next: typeof rules, typing?: string) =>
    onChange(
      { localPathCleaningFilters: next.length > 0 ? next : undefined } as Partial<PathsFilter>,
      typing,
    );
  return (
    <div className="flex flex-col gap-3 p-3">
      <Field label="Groups, one a line" hint="* stands for anything: https://example.com/user/*">
        <Textarea
          rows={2}
          className="font-mono text-xs"
          value={(filter.pathGroupings ?? []).join("\n")}
          onChange={(event) =>
            onChange({ pathGroupings: linesOf(event.target.value) } as Partial<PathsFilter>, "groupings")
          }
        />
      </Field>
      <Field label="Left out, one a line" hint="Names as the diagram shows them in full">
        <Textarea
          rows={2}
          className="font-mono text-xs"
          value={(filter.excludeEvents ?? []).join("\n")}
          onChange={(event) =>
            onChange({ excludeEvents: linesOf(event.target.value) } as Partial<PathsFilter>, "excluded")
          }
        />
      </Field>
      <div className="flex flex-col gap-1.5">
        <span className="text-sm font-medium">Cleaning rules</span>
        {rules.map((rule, index) => (
          // Rules go by their place.
          <div key={`rule-${index + 1}`} className="flex items-center gap-1.5">
            <Input
              aria-label={`Regular expression of rule ${index + 1}`}
              className="font-mono text-xs"
              placeholder="/user/\d+"
              value={rule.regex}
              onChange={(event) =>
                setRules(rules.with(index, { ...rule, regex: event.target.value }), `rule${index}`)
              }
            />
            <Input
              aria-label={`Name of rule ${index + 1}`}
              placeholder="/user/:id"
              className="font-mono text-xs"
              value={rule.alias}
              onChange={(event) =>
                setRules(rules.with(index, { ...rule, alias: event.target.value }), `alias${index}`)
              }
            />
            <Button
              size="icon-sm"
              variant="quiet"
              aria-label={`Remove rule ${index + 1}`}
              onClick={() => setRules(rules.toSpliced(index, 1))}
            >
              <X />
            </Button>
          </div>
        ))}
        <Button
          size="sm"
          variant="quiet"
          className="self-start"
          onClick={() => setRules([...rules, { regex: "", alias: "" }])}
        >
          <Plus /> Rule
        </Button>
      </div>
    </div>
  );
}
