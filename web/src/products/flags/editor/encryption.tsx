"use client";
import { useId } from "react";
import type { FlagDraft } from "@/products/flags/draft";
import { Switch } from "@/ui/switch";

interface EncryptionProps {
  readonly draft: FlagDraft;
  readonly onChange: (part: Partial<FlagDraft>) => void;
}

/** Whether the value of a remote configuration is stored sealed. Switching it asks for the value anew. */
export function Encryption({ draft, onChange }: EncryptionProps) {
  const id = useId();
  return (
    <div className="flex items-center gap-2.5">
      <Switch
        id={id}
        checked={draft.encrypted}
        onChange={(encrypted) => onChange({ encrypted, payloads: {} })}
      />
      <label htmlFor={id} className="text-sm">
        Keep it secret
        <span className="block text-xs text-muted">
          Stored encrypted and shown to nobody, not even here; servers read it with a secret key. Switching
          this asks for the value anew.
        </span>
      </label>
    </div>
  );
}
