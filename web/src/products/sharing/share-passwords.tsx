"use client";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { Sharing } from "@/products/sharing/api";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/code-block";
import { Input } from "@/ui/input";

interface SharePasswordsProps {
  readonly passwords: Sharing["share_passwords"];
  readonly busy: boolean;
  readonly onAdd: (password: string, done: (password: string) => void) => void;
  readonly onRemove: (id: number) => void;
}

/** Passwords that open the link. A new one is shown this once. */
export function SharePasswords({ passwords, busy, onAdd, onRemove }: SharePasswordsProps) {
  const [draft, setDraft] = useState("");
  const [made, setMade] = useState<string | null>(null);
  const add = () =>
    onAdd(draft.trim(), (password) => {
      setMade(password);
      setDraft("");
    });
  return (
    <section aria-label="Password" className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">Password</h3>
      {passwords.length === 0 && <p className="text-sm text-muted">Nobody is asked for one.</p>}
      {passwords.map((item, index) => (
        <div key={item.id} className="flex items-center gap-2 text-sm">
          <span className="flex-1">{item.note || `Password ${index + 1}`}</span>
          <Button
            size="icon-sm"
            variant="quiet"
            aria-label={`Remove ${item.note || `password ${index + 1}`}`}
            title={passwords.length === 1 ? "Without a password sharing stops" : undefined}
            onClick={() => onRemove(item.id)}
          >
            <Trash2 />
          </Button>
        </div>
      ))}
      {made && (
        <p className="flex items-center gap-2 rounded-md bg-ok-soft px-3 py-1.5 text-sm">
          <span className="min-w-0 flex-1">
            Note it now, it is not shown again: <code className="font-mono break-all">{made}</code>
          </span>
          <CopyButton text={made} label="Copy password" />
        </p>
      )}
      <div className="flex gap-2">
        <Input
          aria-label="New password"
          placeholder="Leave empty to have one made"
          autoComplete="off"
          value={draft}
          minLength={8}
          onChange={(event) => setDraft(event.target.value)}
        />
        <Button busy={busy} disabled={draft.trim().length > 0 && draft.trim().length < 8} onClick={add}>
          Add password
        </Button>
      </div>
    </section>
  );
}
