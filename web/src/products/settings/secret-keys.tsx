"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { ago } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type Key, KeyPanel } from "@/products/settings/key-panel";
import { ShownOnce } from "@/products/settings/shown-once";
import { toast } from "@/ui/toast";

/** Keys with which server SDKs evaluate flags locally (`phs_…`). */
export function SecretKeys() {
  const project = useProject();
  const client = useQueryClient();
  const path = `/api/projects/${project.id}/secret_api_keys/`;
  const queryKey = ["secret-keys", project.id];
  const [value, setValue] = useState<string | null>(null);
  const create = useMutation({
    mutationFn: (count: number) => api.post<Key>(path, { label: `Server key ${count + 1}` }),
    onSuccess: (key) => {
      setValue(key.value ?? null);
      return client.invalidateQueries({ queryKey });
    },
    onError: (error) => toast.error("The key could not be created.", error),
  });
  return (
    <KeyPanel<Key>
      title="Secret keys of this project"
      path={path}
      queryKey={queryKey}
      purpose="Server SDKs need one to fetch flag definitions and evaluate them locally. Keep it out of browsers."
      warning="Servers that use it can no longer fetch flag definitions; they keep what they have until they restart."
      describe={({ created_at, expires_at: end }) =>
        `Created ${ago(created_at)}${end ? `, accepted until ${new Date(end).toLocaleString()}` : ""}`
      }
      onNew={create.mutate}
      onRolled={setValue}
      busy={create.isPending}
    >
      <ShownOnce value={value} onClose={() => setValue(null)} />
    </KeyPanel>
  );
}
