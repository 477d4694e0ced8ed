"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useProject } from "@/lib/project-context";
import { flagListQuery } from "@/products/flags/api";
import {
  type EarlyAccessFeature,
  type Stage,
  useDeleteFeature,
  useSaveFeature,
} from "@/products/flags/early-access/api";
import { STAGES } from "@/products/flags/early-access/stages";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input, Textarea } from "@/ui/input";
import { Select } from "@/ui/select";
import { toast } from "@/ui/toast";

interface FeatureDialogProps {
  /** null: a new one. */
  readonly feature: EarlyAccessFeature | null;
  readonly onClose: () => void;
}

const NEW_FLAG = "new";

/** Creates, changes or deletes an early access feature. */
export function FeatureDialog({ feature, onClose }: FeatureDialogProps) {
  const project = useProject();
  const flags = useQuery({ ...flagListQuery(project.id), enabled: feature === null });
  const save = useSaveFeature(project.id);
  const remove = useDeleteFeature(project.id);
  const [name, setName] = useState(feature?.name ?? "");
  const [description, setDescription] = useState(feature?.description ?? "");
  const [stage, setStage] = useState<Stage>(feature?.stage ?? "beta");
  const [link, setLink] = useState(feature?.documentation_url ?? "");
  const [flag, setFlag] = useState(NEW_FLAG);
  const submit = () =>
    save.mutate(
      {
        id: feature?.id ?? null,
        name: name.trim(),
        description,
        stage,
        documentation_url: link.trim(),
        ...(flag === NEW_FLAG ? {} : { feature_flag_id: Number(flag) }),
      },
      {
        onSuccess: (saved) => {
          toast.success(`${saved.name} is ${feature ? "saved" : "created"}.`);
          onClose();
        },
        onError: (error) => toast.error("It could not be saved.", error),
      },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={feature?.name ?? "New early access feature"}
      footer={
        <>
          {feature && (
            <Button
              variant="danger"
              className="mr-auto"
              busy={remove.isPending}
              title="Its flag stays"
              onClick={() =>
                remove.mutate(feature.id, {
                  onSuccess: onClose,
                  onError: (error) => toast.error("It could not be deleted.", error),
                })
              }
            >
              Delete
            </Button>
          )}
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" busy={save.isPending} disabled={name.trim() === ""} onClick={submit}>
            {feature ? "Save" : "Create"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Name" hint="As people read it.">
          <Input autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Description">
          <Textarea value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        <Field label="Stage" hint={STAGES.find(({ value }) => value === stage)?.hint}>
          <Select<Stage> className="w-full" value={stage} options={STAGES} onChange={setStage} />
        </Field>
        <Field label="More about it" hint="A page of yours; optional.">
          <Input
            type="url"
            placeholder="https://"
            value={link}
            onChange={(event) => setLink(event.target.value)}
          />
        </Field>
        {feature === null && (
          <Field label="Flag" hint="A new one is off for all who don't choose it.">
            <Select
              className="w-full"
              value={flag}
              options={[
                { value: NEW_FLAG, label: "make a new flag" },
                ...(flags.data?.results ?? []).map(({ id, key }) => ({ value: String(id), label: key })),
              ]}
              onChange={setFlag}
            />
          </Field>
        )}
      </div>
    </Dialog>
  );
}
