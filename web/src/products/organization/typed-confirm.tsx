"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";

interface TypedConfirmProps {
  readonly open: boolean;
  /** Has to be typed. */
  readonly name: string;
  readonly title: string;
  readonly action: string;
  readonly busy: boolean;
  readonly children: ReactNode;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Asks to type a name before something big ends. */
export function TypedConfirm(props: TypedConfirmProps) {
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === props.name) props.onConfirm();
  };
  return (
    <Dialog
      open={props.open}
      onOpenChange={() => {
        setTyped("");
        props.onClose();
      }}
      title={props.title}
      footer={
        <Button
          type="submit"
          form="typed-confirm"
          variant="danger"
          busy={props.busy}
          disabled={typed !== props.name}
        >
          {props.action}
        </Button>
      }
    >
      <form id="typed-confirm" onSubmit={submit} className="flex flex-col gap-3 text-sm">
        <p>{props.children}</p>
        <Field label={`Type “${props.name}” to go on`}>
          <Input
            autoFocus
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
