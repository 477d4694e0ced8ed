import type { Block } from "@edgewise/core/notifications/blocks.ts";
import type { GuardResult } from "@edgewise/core/releases/look.ts";
import { figuresInWords } from "@edgewise/core/releases/words.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import type { ReleaseRow } from "@edgewise/db/mysql/repos/guarded-releases.ts";
import type { Deps } from "../../deps.ts";
import type { FlagActor } from "../flags/actor.ts";
import { queueMail, queueWebhook } from "../notifications/queue.ts";
import { membersAmong } from "./settings.ts";

/** What people are told when something happens to a release. */
export interface Message {
  /** Names the occasion: each is told once. */
  readonly occasion: string;
  readonly subject: string;
  readonly text: string;
  /** Whose figures are shown. */
  readonly guards?: readonly GuardResult[];
}

/** Writes the messages into the outbox, in the transaction of what they tell of. */
export async function tell(
  actor: FlagActor,
  row: Pick<ReleaseRow, "id" | "flagId" | "notify" | "state" | "environmentId">,
  { occasion, subject, text, guards = [] }: Message,
  tx: Executor,
  deps: Deps,
): Promise<void> {
  const { organizationId, projectId, environment } = actor;
  const url = `${deps.config.webUrl}/project/${row.environmentId}/releases/${row.id}`;
  const common = { organizationId, projectId };
  const blocks: Block[] = [
    { kind: "text", text },
    ...(guards.length > 0 ? [tableOf(guards)] : []),
    { kind: "button", label: "See the release", url },
  ];
  const footer = `You get this because the release names you. Environment: ${environment.name}.`;
  // Who has left since must not hear of it any more.
  for (const to of await membersAmong(row.notify.emails, actor, tx)) {
    const key = `release:${row.id}:${occasion}:${to}`.slice(0, 191);
    await queueMail(tx, deps, { ...common, key, to, mail: { subject, preview: text, blocks, footer } });
  }
  for (const [index, hook] of row.notify.webhooks.entries()) {
    const body = {
      text: `${subject}\n${text}\n${url}`,
      event: "guarded_release",
      occasion,
      release_id: row.id,
      flag_id: row.flagId,
      environment_id: row.environmentId,
      state: row.state,
      url,
      guards,
    };
    await queueWebhook(tx, deps, {
      ...common,
      key: `release:${row.id}:${occasion}:hook:${index}`,
      url: hook,
      subject,
      body,
    });
  }
}

function tableOf(guards: readonly GuardResult[]): Block {
  const rows = guards.map((guard) => {
    const { off, on, change } = figuresInWords(guard);
    return { cells: [guard.name, off, on, change] };
  });
  return { kind: "table", columns: ["Guard-rail", "Without", "With", "Change"], rows };
}
