"use client";
import { type FormEvent, useRef, useState } from "react";
import { ApiError, explainError } from "@/lib/api/error";
import { useProject } from "@/lib/project-context";
import { type Cohort, useSaveCohort } from "@/products/cohorts/api";
import { GroupEditor } from "@/products/cohorts/criteria/group-editor";
import { type Path, placeOf, problemOf } from "@/products/cohorts/criteria/tree";
import type { Group } from "@/products/cohorts/criteria/types";
import { type ListSource, ListSourceFields } from "@/products/cohorts/list-source-fields";
import { useNames } from "@/products/cohorts/use-names";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { SaveBar } from "@/ui/save-bar";
import { ToggleGroup } from "@/ui/toggle-group";

interface CohortEditorProps {
  /** null: a new one. */
  readonly cohort: Cohort | null;
  readonly onSaved: (cohort: Cohort) => void;
}

const NOTHING: Group = { type: "AND", values: [] };

/** Name and conditions of a cohort, or the list that a static one is made of. */
export function CohortEditor({ cohort, onSaved }: CohortEditorProps) {
  const project = useProject();
  const names = useNames();
  const save = useSaveCohort(project.id, cohort?.id ?? null);
  const root = useRef<HTMLFormElement>(null);
  const [name, setName] = useState(cohort?.name ?? "");
  const [description, setDescription] = useState(cohort?.description ?? "");
  const [isStatic, setStatic] = useState(cohort?.is_static ?? false);
  const [tree, setTree] = useState<Group>(
    cohort?.filters.properties?.values ? cohort.filters.properties : NOTHING,
  );
  const [list, setList] = useState<ListSource | null>(null);
  const [tried, setTried] = useState(false);
  const known = {
    // A cohort can't be made of itself.
    cohorts: new Set([...names.cohorts.keys()].filter((id) => id !== cohort?.id)),
    actions: new Set(names.actions.keys()),
  };
  const problem = isStatic || !names.ready ? null : problemOf(tree, known);
  const refused = save.error instanceof ApiError && save.error.attr ? save.error : null;
  const shown = tried
    ? (problem ?? (refused && { attr: refused.attr ?? "", message: refused.message }))
    : null;
  const place = shown && placeOf(shown.attr);
  const errorAt = (path: Path) =>
    place && place.path.length === path.length && place.path.every((step, at) => step === path[at])
      ? shown.message
      : undefined;
  const nameError =
    tried && !name.trim() ? "A cohort needs a name." : refused?.attr === "name" ? refused.message : undefined;
  const listError = tried && isStatic && !cohort && !list ? "Choose a file or paste a list." : undefined;
  const elsewhere = save.error && !placeOf(refused?.attr ?? "") && refused?.attr !== "name";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!name.trim() || problem || (isStatic && !cohort && !list)) {
      requestAnimationFrame(() =>
        root.current?.querySelector("[role=alert]")?.scrollIntoView({ block: "center", behavior: "smooth" }),
      );
      return;
    }
    const who = isStatic ? { is_static: true, ...list } : { filters: { properties: tree } };
    save.mutate(
      { name: name.trim(), description, ...who },
      {
        onSuccess: (saved) => {
          setTried(false);
          setList(null);
          onSaved(saved);
        },
      },
    );
  };
  return (
    <form ref={root} onSubmit={submit} noValidate className="flex flex-col gap-4 [&>section]:max-w-4xl">
      <Panel>
        <div className="grid gap-4 p-3 sm:grid-cols-2">
          <Field label="Name" error={nameError}>
            <Input
              autoFocus={cohort === null}
              maxLength={400}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field label="Description">
            <Input value={description} onChange={(event) => setDescription(event.target.value)} />
          </Field>
        </div>
      </Panel>
      <Panel
        title="Who is in it"
        actions={
          cohort === null && (
            <ToggleGroup
              label="Kind of cohort"
              value={isStatic ? "static" : "dynamic"}
              onChange={(kind) => setStatic(kind === "static")}
              options={[
                { value: "dynamic", label: "Conditions" },
                { value: "static", label: "A list" },
              ]}
            />
          )
        }
      >
        <div className="p-3">
          {isStatic ? (
            <ListSourceFields adding={cohort !== null} onChange={setList} error={listError} />
          ) : (
            <>
              <p className="mb-3 text-sm text-muted">
                People come and go by themselves as they come to fit the conditions. It is computed anew every
                few minutes.
              </p>
              <GroupEditor group={tree} path={[]} onChange={setTree} errorAt={errorAt} />
            </>
          )}
        </div>
      </Panel>
      <SaveBar
        label={cohort ? "Save changes" : "Create cohort"}
        busy={save.isPending}
        dirty
        error={elsewhere ? explainError(save.error).detail : null}
      />
    </form>
  );
}
