import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { secretOf } from "./process/secret.ts";
import { spawnEngine } from "./process/spawn.ts";

export interface PaymentsOptions {
  /** Folder of this stand-in alone; made when missing. */
  readonly dataDir: string;
  /** 0 (the default) picks a free one. */
  readonly port?: number;
  /** Where news go. */
  readonly webhookUrl: string;
}

export interface RunningPayments {
  /** Stripe's API under `/v1/`, and the pages that people are sent to. */
  readonly url: string;
  readonly key: string;
  readonly webhookSecret: string;
  readonly pid: number;
  /** Resolves when the process has ended, also when it crashed. */
  readonly exited: Promise<void>;
  close(): Promise<void>;
}

/** Starts what speaks Stripe's API on one machine, in a process of its own. Throws EngineStartError. */
export async function startPayments({
  dataDir,
  port = 0,
  webhookUrl,
}: PaymentsOptions): Promise<RunningPayments> {
  const folder = resolve(dataDir);
  mkdirSync(folder, { recursive: true });
  const key = `sk_test_${secretOf(join(folder, "key"))}`;
  const webhookSecret = `whsec_${secretOf(join(folder, "webhook"))}`;
  const child = await spawnEngine({
    name: "payments",
    script: join(import.meta.dirname, "payments", "main.ts"),
    options: { dataDir: folder, port, webhookUrl },
    cacheDir: join(folder, "node-cache"),
    env: { EDGEWISE_STRIPE_KEY: key, EDGEWISE_STRIPE_WEBHOOK_SECRET: webhookSecret },
    nodeFlags: ["--max-old-space-size=128", "--max-semi-space-size=2"],
  });
  const { pid, exited, close } = child;
  return { url: `http://127.0.0.1:${child.port}`, key, webhookSecret, pid, exited, close };
}
