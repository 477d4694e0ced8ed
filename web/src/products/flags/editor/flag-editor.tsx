"use client";
import { useEffect, useMemo, useRef, useState } from "react";
import { ApiError, explainError } from "@/lib/api/error";
import { useProject } from "@/lib/project-context";
import { useSaveFlag } from "@/products/flags/api";
import { emptyDraft, type FlagDraft, fromFlag, matchedBy, toInput } from "@/products/flags/draft";
import { Basics } from "@/products/flags/editor/basics";
import { ConditionsEditor } from "@/products/flags/editor/conditions-editor";
import { Encryption } from "@/products/flags/editor/encryption";
import { Evaluation } from "@/products/flags/editor/evaluation";
import { MatchBy } from "@/products/flags/editor/match-by";
import { PayloadSchema } from "@/products/flags/editor/payload-schema";
import { Payloads } from "@/products/flags/editor/payloads";
import { VariantsEditor } from "@/products/flags/editor/variants-editor";
import { isWaiting } from "@/products/flags/states/api";
import type { Flag } from "@/products/flags/types";
import { useSpecialChoices } from "@/products/flags/use-special-choices";
import {
  attrToPath,
  errorWithin,
  type FieldErrors,
  isShownField,
  validateDraft,
} from "@/products/flags/validate-draft";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { toast } from "@/ui/toast";
import { ToggleGroup } from "@/ui/toggle-group";

interface FlagEditorProps {
  /** null: a new flag. */
  readonly flag: Flag | null;
  readonly onSaved: (flag: Flag) => void;
  /** Loads the newest version after someone else's write. */
  readonly onReload?: () => void;
}

/** Creates or changes a flag. Errors stand at their fields, also those that only the API finds. */
export function FlagEditor({ flag, onSaved, onReload }: FlagEditorProps) {
  const project = useProject();
  const stored = useMemo(() => (flag ? fromFlag(flag) : emptyDraft()), [flag]);
  const [draft, setDraft] = useState<FlagDraft>(stored);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<{ text: string; conflict: boolean } | null>(null);
  const save = useSaveFlag(project.id, flag?.id ?? null);
  const root = useRef<HTMLFormElement>(null);
  const special = useSpecialChoices(flag?.id ?? null);
  const dirty = JSON.stringify(toInput(draft)) !== JSON.stringify(toInput(stored));
  const errors: FieldErrors = { ...(tried ? validateDraft(draft) : {}), ...refused };

  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [dirty]);

  const change = (part: Partial<FlagDraft>) => {
    setDraft((before) => ({ ...before, ...part }));
    setRefused({});
    setFailure(null);
  };
  const showFirstError = () =>
    requestAnimationFrame(() =>
      root.current?.querySelector("[role=alert]")?.scrollIntoView({ block: "center", behavior: "smooth" }),
    );
  const submit = () => {
    setTried(true);
    setFailure(null);
    if (Object.keys(validateDraft(draft)).length > 0) return showFirstError();
    save.mutate(toInput(draft, flag?.version), {
      onSuccess: (saved) => {
        setTried(false);
        setDraft(fromFlag(saved));
        toast.success(
          flag ? `${saved.key} is saved. Every edge has it within seconds.` : `${saved.key} is created.`,
        );
        onSaved(saved);
      },
      onError: (error) => {
        const path = error instanceof ApiError && error.attr ? attrToPath(error.attr) : null;
        if (path && isShownField(path)) setRefused({ [path]: error.message });
        else if (isWaiting(error)) {
          setFailure({ text: `${error.message} See Environments.`, conflict: false });
        } else {
          const { headline, detail } = explainError(error);
          setFailure({
            text: `${headline} ${detail}`,
            conflict: error instanceof ApiError && error.status === 409,
          });
        }
        showFirstError();
      },
    });
  };

  return (
    <form
      ref={root}
      noValidate
      className="flex flex-col gap-4 [&>section]:max-w-4xl"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Basics draft={draft} onChange={change} errors={errors} isNew={flag === null} />
      <Panel
        title="What it answers"
        actions={
          <ToggleGroup
            label="Kind of flag"
            value={draft.config ? "config" : draft.multivariate ? "variants" : "boolean"}
            onChange={(kind) => change({ multivariate: kind === "variants", config: kind === "config" })}
            options={[
              { value: "boolean", label: "On/off" },
              { value: "variants", label: "Variants" },
              { value: "config", label: "Config" },
            ]}
          />
        }
      >
        <div className="flex flex-col gap-3 p-3">
          {draft.multivariate && (
            <VariantsEditor
              variants={draft.variants}
              errors={errors}
              onChange={(variants) => change({ variants, conditions: withoutLostVariants(draft, variants) })}
            />
          )}
          <Payloads draft={draft} onChange={(payloads) => change({ payloads })} errors={errors} />
          {draft.config && <Encryption draft={draft} onChange={change} />}
          <PayloadSchema draft={draft} onChange={(schema) => change({ schema })} errors={errors} />
        </div>
      </Panel>
      <Panel
        title="Who gets it"
        actions={
          <MatchBy
            label="Match by"
            value={draft.rest.aggregation_group_type_index ?? null}
            onChange={(index) => change(matchedBy(draft, index))}
          />
        }
      >
        <div className="p-3">
          <p className="mb-3 text-sm text-muted">
            Conditions are tried from the top; the first one that matches decides. The same person always
            falls on the same side of a percentage.
          </p>
          <ConditionsEditor
            conditions={draft.conditions}
            onChange={(conditions) => change({ conditions })}
            variants={draft.multivariate ? draft.variants : []}
            errors={errors}
            groupIndex={draft.rest.aggregation_group_type_index ?? null}
            special={special}
          />
        </div>
      </Panel>
      <Evaluation draft={draft} onChange={change} />
      {failure && (
        <div role="alert" className="border-l-2 border-danger px-3 py-1 text-sm">
          <p>{failure.text}</p>
          {failure.conflict && onReload && (
            <Button size="sm" className="mt-2" onClick={onReload}>
              Load the newest version (drops your changes)
            </Button>
          )}
        </div>
      )}
      {errorWithin(errors, "filters") && !failure && (
        <p className="text-sm text-danger">Some fields above need your attention.</p>
      )}
      <div className="sticky bottom-0 -mx-4 flex items-center gap-2 border-t border-line bg-canvas/95 px-4 py-3 md:-mx-6 md:px-6">
        <Button type="submit" variant="primary" busy={save.isPending} disabled={flag !== null && !dirty}>
          {flag ? "Save changes" : "Create flag"}
        </Button>
        {flag && dirty && (
          <Button
            variant="ghost"
            onClick={() => {
              setDraft(stored);
              setTried(false);
              setRefused({});
              setFailure(null);
            }}
          >
            Discard
          </Button>
        )}
        {flag && dirty && <span className="text-xs text-muted">Unsaved changes</span>}
      </div>
    </form>
  );
}

/** Conditions that forced a variant which is gone go by weight again. */
function withoutLostVariants(draft: FlagDraft, variants: FlagDraft["variants"]): FlagDraft["conditions"] {
  const renamed = new Map(
    draft.variants.length === variants.length
      ? draft.variants.map((variant, index) => [variant.key, variants[index]?.key ?? null])
      : variants.map(({ key }) => [key, key]),
  );
  return draft.conditions.map((condition) =>
    condition.variant === null
      ? condition
      : { ...condition, variant: renamed.get(condition.variant) ?? null },
  );
}
