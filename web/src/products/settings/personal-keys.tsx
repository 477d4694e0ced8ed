"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { PersonalKey } from "@/lib/api/types";
import { ago } from "@/lib/format";
import { KeyPanel } from "@/products/settings/key-panel";
import { NewKeyDialog } from "@/products/settings/new-key-dialog";
import { describeScopes } from "@/products/settings/scopes";
import { ShownOnce } from "@/products/settings/shown-once";

const QUERY_KEY = ["personal-keys"];

/** Keys of the person who is signed in, for REST calls and command-line tools. */
export function PersonalKeys() {
  const client = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [value, setValue] = useState<string | null>(null);
  return (
    <KeyPanel<PersonalKey>
      title="Personal API keys"
      path="/api/personal_api_keys/"
      queryKey={QUERY_KEY}
      purpose="A personal key lets programs call the API in your name, limited to the scopes you give it."
      warning="Programs that use it are refused from now on."
      describe={({ scopes, created_at, last_used_at: used, expires_at: ends }) =>
        `May do ${describeScopes(scopes)}. Created ${ago(created_at)}, ${used ? `last used ${ago(used)}` : "never used"}${ends ? `, ends ${new Date(ends).toLocaleDateString()}` : ""}.`
      }
      onNew={() => setCreating(true)}
      onRolled={setValue}
    >
      <NewKeyDialog
        open={creating}
        onClose={() => setCreating(false)}
        onCreated={(key) => {
          setCreating(false);
          setValue(key.value ?? null);
          void client.invalidateQueries({ queryKey: QUERY_KEY });
        }}
      />
      <ShownOnce value={value} onClose={() => setValue(null)} />
    </KeyPanel>
  );
}
