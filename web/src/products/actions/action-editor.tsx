"use client";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ApiError, explainError } from "@/lib/api/error";
import { useProject } from "@/lib/project-context";
import { ActionPreview } from "@/products/actions/action-preview";
import { useSaveAction } from "@/products/actions/api";
import { isBlank, toSaved } from "@/products/actions/step";
import { StepEditor } from "@/products/actions/step-editor";
import { type Action, type ActionInput, EMPTY_STEP, type Step } from "@/products/actions/types";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/page";
import { SaveBar } from "@/ui/save-bar";
import { TagInput } from "@/ui/tag-input";
import { toast } from "@/ui/toast";

interface ActionEditorProps {
  readonly action: Action | null;
  readonly onSaved: (action: Action) => void;
}

const NEW: ActionInput = {
  name: "",
  description: "",
  tags: [],
  steps: [{ ...EMPTY_STEP, event: "$autocapture" }],
};

/** Name and ways of an action, with the events that it matches beside it. */
export function ActionEditor({ action, onSaved }: ActionEditorProps) {
  const project = useProject();
  const stored: ActionInput = action
    ? { name: action.name, description: action.description, tags: action.tags, steps: action.steps }
    : NEW;
  const [draft, setDraft] = useState(stored);
  const [tried, setTried] = useState(false);
  const save = useSaveAction(project.id, action?.id ?? null);
  const change = (part: Partial<ActionInput>) => setDraft({ ...draft, ...part });
  const setStep = (index: number, step: Step) =>
    change({ steps: draft.steps.map((one, at) => (at === index ? step : one)) });
  const dirty = JSON.stringify(draft) !== JSON.stringify(stored);
  const attr = save.error instanceof ApiError ? save.error.attr : null;
  const nameError =
    tried && !draft.name.trim()
      ? "An action needs a name."
      : attr === "name"
        ? save.error?.message
        : undefined;
  const stepError = (index: number) => {
    if (attr?.startsWith(`steps__${index}`)) return save.error?.message;
    const step = draft.steps[index];
    return tried && step && isBlank(step)
      ? "This would count every event. Name an event, a URL or a property."
      : undefined;
  };
  const elsewhere = save.error && attr !== "name" && !attr?.startsWith("steps__");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!draft.name.trim() || draft.steps.some(isBlank)) return;
    save.mutate(
      { ...draft, steps: draft.steps.map(toSaved) },
      {
        onSuccess: (saved) => {
          setTried(false);
          toast.success(`${saved.name} is saved.`);
          onSaved(saved);
        },
      },
    );
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4 p-4 md:p-6">
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(24rem,34rem)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel>
            <div className="flex flex-col gap-4 p-3">
              <Field label="Name" error={nameError}>
                <Input
                  autoFocus={action === null}
                  maxLength={400}
                  placeholder="Clicked “Buy”"
                  value={draft.name}
                  onChange={(event) => change({ name: event.target.value })}
                />
              </Field>
              <Field label="Description">
                <Input
                  value={draft.description}
                  onChange={(event) => change({ description: event.target.value })}
                />
              </Field>
              <Field label="Tags" hint="Enter or a comma ends a tag.">
                <TagInput tags={draft.tags} onChange={(tags) => change({ tags })} />
              </Field>
            </div>
          </Panel>
          {draft.steps.map((step, index) => (
            <StepEditor
              // Ways have no identity of their own; they are edited in place.
              key={`${index}`}
              step={step}
              number={index + 1}
              onChange={(next) => setStep(index, next)}
              onRemove={
                draft.steps.length > 1
                  ? () => change({ steps: draft.steps.filter((_, at) => at !== index) })
                  : undefined
              }
              error={stepError(index)}
            />
          ))}
          <div>
            <Button onClick={() => change({ steps: [...draft.steps, { ...EMPTY_STEP, event: "" }] })}>
              <Plus /> Another way
            </Button>
          </div>
        </div>
        <ActionPreview steps={draft.steps} />
      </div>
      <SaveBar
        label={action ? "Save changes" : "Create action"}
        busy={save.isPending}
        dirty={dirty || action === null}
        onDiscard={action ? () => setDraft(stored) : undefined}
        error={elsewhere ? explainError(save.error).detail : null}
      />
    </form>
  );
}
