import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment, flag, publish, snapshot, TOKEN } from "../../../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../../../test/harness.ts";

let workers: TestWorkers;
beforeAll(async () => {
  workers = await startWorkers();
});
afterAll(() => workers.dispose());

interface Event {
  readonly id: string;
  readonly data: { version: number; flags: string[] | null };
}

/** Reads events of a stream one by one; `null` when it ended. */
async function open(headers: Record<string, string> = {}, query = `?token=${TOKEN}`) {
  const stop = new AbortController();
  const response = await workers.fetch(`/flags/stream${query}`, { headers, signal: stop.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const next = async (): Promise<Event | null> => {
    for (;;) {
      const match = /id: (\d+)\nevent: flags\ndata: (.*)\n\n/.exec(text);
      if (match) {
        text = text.slice(match.index + match[0].length);
        return { id: match[1]!, data: JSON.parse(match[2]!) };
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += value;
    }
  };
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    next,
    stop: () => stop.abort(),
  };
}

const project = (version: number, keys: readonly string[]) =>
  snapshot({ version, flags: keys.map((key, id) => flag(key, undefined, { id })) });

describe("/flags/stream", () => {
  it("tells at once what changed, and what was missed to who comes back", async () => {
    await publish(workers, project(1, ["a"]));
    const stream = await open();
    expect(stream).toMatchObject({ status: 200, type: "text/event-stream" });
    expect(await stream.next()).toEqual({ id: "1", data: { version: 1, flags: null } });
    await publish(workers, project(2, ["a", "b"]));
    expect(await stream.next()).toEqual({ id: "2", data: { version: 2, flags: ["b"] } });
    stream.stop();
    await publish(workers, project(3, ["b"]));
    await publish(workers, project(4, ["b"]));
    await publish(workers, project(5, ["b", "c"]));
    const back = await open({ "Last-Event-ID": "2" });
    const missed = await back.next();
    expect(missed).toMatchObject({ id: "5", data: { version: 5 } });
    expect(missed?.data.flags).toEqual(expect.arrayContaining(["a", "c"]));
    back.stop();
    const late = await open({}, `?token=${TOKEN}&last_event_id=4`);
    expect(await late.next()).toEqual({ id: "5", data: { version: 5, flags: ["c"] } });
    late.stop();
    const old = await open({ "Last-Event-ID": "999999" });
    await publish(workers, project(6, []));
    expect(await old.next()).toMatchObject({ id: "6" });
    old.stop();
  });

  it("lets readers ask for the version they were told of", async () => {
    await publish(workers, project(20, ["a"]));
    const ask = async (version: number) => {
      const body = JSON.stringify({ token: TOKEN, distinct_id: "u" });
      const response = await workers.fetch(`/flags/?v=2&min_version=${version}`, { method: "POST", body });
      return Object.keys(((await response.json()) as { flags: object }).flags);
    };
    expect(await ask(20)).toEqual(["a"]);
    await publish(workers, project(21, ["a", "new"]));
    expect(await ask(21)).toEqual(["a", "new"]);
  });

  it("ends when its token is taken back; strangers get none", async () => {
    await publish(workers, project(30, ["a"]));
    const stream = await open();
    expect(await stream.next()).toMatchObject({ id: "30" });
    await publish(workers, { ...project(31, ["a"]), environments: [environment({ tokens: ["phc_fresh"] })] });
    expect(await stream.next()).toBeNull();
    expect((await workers.fetch("/flags/stream?token=phc_wrong")).status).toBe(401);
  });
});
