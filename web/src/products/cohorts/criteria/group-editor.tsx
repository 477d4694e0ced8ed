"use client";
import { FolderPlus, MousePointerClick, Trash2, UserRound, UsersRound } from "lucide-react";
import { Fragment } from "react";
import { NEW_BEHAVIOUR } from "@/products/cohorts/criteria/behaviours";
import { LeafEditor } from "@/products/cohorts/criteria/leaf-editor";
import { appendTo, type Path, replaceAt } from "@/products/cohorts/criteria/tree";
import { type Group, isGroup, type Leaf } from "@/products/cohorts/criteria/types";
import { newFilter } from "@/products/filters/filter";
import { PropertyPicker } from "@/products/filters/property-picker";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { ToggleGroup } from "@/ui/toggle-group";

interface GroupEditorProps {
  readonly group: Group;
  readonly path: Path;
  readonly onChange: (group: Group) => void;
  readonly onRemove?: () => void;
  readonly errorAt: (path: Path) => string | undefined;
}

const DEEPEST = 3;

/** Conditions joined by "and" or "or", groups within groups. */
export function GroupEditor({ group, path, onChange, onRemove, errorAt }: GroupEditorProps) {
  const add = (node: Group | Leaf) => onChange(appendTo(group, node));
  const joiner = group.type === "AND" ? "and" : "or";
  const error = errorAt(path);
  return (
    <div
      className={cn(
        "flex flex-col gap-2",
        path.length > 0 && "rounded-md border border-line bg-canvas/60 p-2.5",
        error && "border-danger",
      )}
    >
      {(group.values.length > 1 || path.length > 0) && (
        <div className="flex items-center gap-2 text-sm text-muted">
          <ToggleGroup<"AND" | "OR">
            label={
              path.length === 0 ? "How conditions are joined" : "How conditions of this group are joined"
            }
            value={group.type}
            onChange={(type) => onChange({ ...group, type })}
            options={[
              { value: "AND", label: "All" },
              { value: "OR", label: "Any" },
            ]}
          />
          of these
          {onRemove && (
            <Button
              size="icon-sm"
              variant="quiet"
              className="ml-auto"
              aria-label="Remove this group"
              onClick={onRemove}
            >
              <Trash2 />
            </Button>
          )}
        </div>
      )}
      {group.values.map((node, index) => {
        const at = [...path, index];
        const change = (next: Group | Leaf | null) => onChange(replaceAt(group, [index], next));
        return (
          // Conditions have no identity of their own; they are edited in place.
          <Fragment key={`${index}`}>
            {index > 0 && <span className="pl-2 text-xs font-medium text-muted">{joiner}</span>}
            {isGroup(node) ? (
              <GroupEditor
                group={node}
                path={at}
                onChange={change}
                onRemove={() => change(null)}
                errorAt={errorAt}
              />
            ) : (
              <LeafEditor leaf={node} onChange={change} onRemove={() => change(null)} error={errorAt(at)} />
            )}
          </Fragment>
        );
      })}
      {error && (
        <p role="alert" className="text-xs text-danger">
          {error}
        </p>
      )}
      <div className="flex flex-wrap gap-1">
        <PropertyPicker
          sources={["person"]}
          onPick={(_, key) => add({ ...newFilter("person", key), type: "person" })}
          trigger={
            <Button size="sm" variant="quiet">
              <UserRound /> Property
            </Button>
          }
        />
        <Button size="sm" variant="quiet" onClick={() => add(NEW_BEHAVIOUR)}>
          <MousePointerClick /> Behaviour
        </Button>
        <Button size="sm" variant="quiet" onClick={() => add({ type: "cohort", key: "id", value: 0 })}>
          <UsersRound /> Cohort
        </Button>
        {path.length < DEEPEST && (
          <Button
            size="sm"
            variant="quiet"
            onClick={() => add({ type: group.type === "AND" ? "OR" : "AND", values: [NEW_BEHAVIOUR] })}
          >
            <FolderPlus /> Group
          </Button>
        )}
      </div>
    </div>
  );
}
