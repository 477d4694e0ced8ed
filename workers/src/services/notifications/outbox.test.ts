import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMysql } from "@edgewise/db/local/start-mysql.ts";
import { createDatabase } from "@edgewise/db/mysql/client.ts";
import { migrate } from "@edgewise/db/mysql/migrate.ts";
import {
  changeNotification,
  deleteOldNotifications,
  dueNotifications,
  listMails,
  notificationsByKey,
} from "@edgewise/db/mysql/repos/notifications.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Deps } from "../../deps.ts";
import { newId } from "../../ids.ts";
import type { Outgoing, Sender, Sent } from "../../ports/sender.ts";
import { deliverDue } from "./deliver.ts";
import { queueMail, queueWebhook } from "./queue.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-outbox-"));
let mysql: Awaited<ReturnType<typeof startMysql>>;
let deps: Deps;
let out: Outgoing[] = [];
let answer: Sent = { ok: true };
let now = new Date("2026-03-01T12:00:00Z");

const sender = (repeats: boolean): Sender => ({
  recognisesRepeats: () => repeats,
  send: async (message) => {
    out.push(message);
    return answer;
  },
});
const minutes = (count: number) => {
  now = new Date(now.getTime() + count * 60_000);
};
const mail = (subject: string) => ({
  subject,
  blocks: [{ kind: "text", text: "<Hi>" }] as const,
  footer: "F",
  oneClickUrl: "https://x.test/stop",
});
const stateOf = async (key: string) => (await notificationsByKey(deps.db, [key]))[0];
const queued = (key: string) => queueMail(deps.db, deps, { key, to: "a@b.test", mail: mail(key) });

beforeAll(async () => {
  mysql = await startMysql({ dataDir: join(folder, "mysql") });
  await migrate(mysql);
  const parts = { db: createDatabase(mysql), now: () => now, newId };
  deps = { ...parts, mailer: sender(true), webhooks: sender(false) } as unknown as Deps;
});
afterAll(async () => {
  await mysql?.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  out = [];
  answer = { ok: true };
  minutes(1000);
});

test("a key is written and sent once", async () => {
  expect(await queued("once")).toBe(true);
  expect(await queued("once")).toBe(false);
  expect(await deliverDue(deps)).toEqual({ sent: 1, waiting: 0, failed: 0 });
  expect(await deliverDue(deps)).toEqual({ sent: 0, waiting: 0, failed: 0 });
  expect(out).toMatchObject([{ key: "once", target: "a@b.test", subject: "once" }]);
  expect(out[0]!.content).toMatchObject({
    html: expect.stringContaining("&lt;Hi&gt;"),
    text: expect.stringContaining("<Hi>"),
    headers: { "List-Unsubscribe": "<https://x.test/stop>" },
  });
});

test("what is rolled back is not sent, and a key met twice spoils no transaction", async () => {
  const broken = deps.db.transaction(async (tx) => {
    await queueMail(tx, deps, { key: "rolled", to: "a@b.test", mail: mail("rolled") });
    throw new Error("no");
  });
  await expect(broken).rejects.toThrow("no");
  await queued("known");
  await deps.db.transaction(async (tx) => {
    expect(await queueMail(tx, deps, { key: "known", to: "a@b.test", mail: mail("x") })).toBe(false);
    await queueMail(tx, deps, { key: "beside", to: "a@b.test", mail: mail("y") });
  });
  await deliverDue(deps);
  expect(out.map(({ key }) => key).sort()).toEqual(["beside", "known"]);
});

test("senders side by side share the work", async () => {
  const keys = Array.from({ length: 25 }, (_, index) => `shared-${index}`);
  for (const key of keys) await queued(key);
  const runs = await Promise.all([deliverDue(deps), deliverDue(deps), deliverDue(deps)]);
  expect(runs.reduce((sum, { sent }) => sum + sent, 0)).toBe(25);
  expect(out.map(({ key }) => key).sort()).toEqual([...keys].sort());
});

test("a failure is tried again later, with the same key", async () => {
  await queued("later");
  answer = { ok: false, retry: true, error: "busy" };
  expect(await deliverDue(deps)).toMatchObject({ waiting: 1 });
  expect(await deliverDue(deps)).toMatchObject({ waiting: 0 });
  expect(await stateOf("later")).toMatchObject({ state: "waiting", attempts: 1, error: "busy" });
  minutes(2);
  answer = { ok: true };
  expect(await deliverDue(deps)).toMatchObject({ sent: 1 });
  expect(await stateOf("later")).toMatchObject({ state: "sent", attempts: 2, error: null, sentAt: now });
});

/** What a crash between sending and noting it leaves behind. */
async function cutOff(key: string) {
  const row = (await stateOf(key))!;
  await changeNotification(row, deps.db, { state: "sending", dueAt: new Date(now.getTime() + 60_000) });
}

test("after a crash a mail goes again under its key, a hook that shows repeats does not", async () => {
  await queued("mail-cut");
  await queueWebhook(deps.db, deps, {
    key: "hook-cut",
    url: "https://hooks.slack.com/x",
    subject: "s",
    body: {},
  });
  await cutOff("mail-cut");
  await cutOff("hook-cut");
  expect(await deliverDue(deps)).toEqual({ sent: 0, waiting: 0, failed: 0 });
  minutes(2);
  expect(await deliverDue(deps)).toEqual({ sent: 1, waiting: 0, failed: 1 });
  expect(out.map(({ key }) => key)).toEqual(["mail-cut"]);
  expect(await stateOf("hook-cut")).toMatchObject({
    state: "uncertain",
    error: expect.stringMatching(/cut off/),
  });
});

test("the mailbox lists mails of all or of one address; old ones are forgotten", async () => {
  await queueMail(deps.db, deps, { key: "mine", to: "Me@B.test", mail: mail("Mine") });
  const page = { limit: 1, offset: 0 };
  expect(await listMails(deps.db, "me@b.test", page)).toMatchObject({
    total: 1,
    rows: [{ subject: "Mine" }],
  });
  expect((await listMails(deps.db, null, page)).total).toBeGreaterThan(20);
  minutes(1);
  expect(await deleteOldNotifications(deps.db, now)).toBeGreaterThan(20);
  expect(await dueNotifications(deps.db, now, 10)).toMatchObject([{ key: "mine" }]);
});
