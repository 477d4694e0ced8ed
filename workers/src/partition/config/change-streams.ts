import { changedFlags } from "@edgewise/core/flags/changed.ts";
import type { ProjectSnapshot } from "@edgewise/core/flags/snapshot.ts";

/** Connections of one object; more are asked to come again elsewhere or later. */
const MOST = 2_000;
const BEAT_MS = 15_000;
/** Changes that are remembered for readers who come back. */
const REMEMBERED = 100;

interface Reader {
  readonly environmentId: number;
  readonly token: string;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
}

interface Change {
  readonly version: number;
  readonly before: number;
  readonly keys: Readonly<Record<number, readonly string[] | null>>;
}

const encoder = new TextEncoder();

/** Server-sent events about changed flags: one reader a connection, the snapshot's version is the event's ID. */
export class ChangeStreams {
  readonly #readers = new Set<Reader>();
  readonly #changes: Change[] = [];
  #beat: ReturnType<typeof setInterval> | undefined;

  /** A stream that starts with what changed after `after`, the version the reader has; 0 = it has nothing yet. */
  open(snapshot: ProjectSnapshot | null, environmentId: number, token: string, after: number): Response {
    if (this.#readers.size >= MOST)
      return new Response(null, { status: 503, headers: { "Retry-After": "5" } });
    let reader: Reader;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        reader = { environmentId, token, controller };
        this.#readers.add(reader);
        controller.enqueue(encoder.encode("retry: 2000\n\n"));
        if (snapshot !== null) this.#greet(reader, snapshot.version, after);
      },
      cancel: () => this.#drop(reader),
    });
    this.#beat ??= setInterval(() => this.#send([...this.#readers], ": \n\n"), BEAT_MS);
    return new Response(body, {
      headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-store" },
    });
  }

  /** Tells every reader what changed in its environment; those whose token is gone are sent away. */
  announce(before: ProjectSnapshot | null, after: ProjectSnapshot): void {
    const keys = Object.fromEntries(
      after.environments.map(({ id }) => [id, changedFlags(before, after, id)]),
    );
    this.#changes.push({ version: after.version, before: before?.version ?? 0, keys });
    if (this.#changes.length > REMEMBERED) this.#changes.shift();
    for (const reader of [...this.#readers]) {
      const environment = after.environments.find(({ id }) => id === reader.environmentId);
      if (environment?.tokens.includes(reader.token)) {
        const own = keys[reader.environmentId] ?? null;
        if (own === null || own.length > 0) this.#send([reader], eventText(after.version, own));
      } else {
        this.#drop(reader);
        close(reader);
      }
    }
  }

  #greet(reader: Reader, version: number, after: number): void {
    if (after >= version) return;
    const at = this.#changes.findIndex((change) => change.before === after);
    const missed =
      at < 0 ? null : this.#changes.slice(at).map(({ keys }) => keys[reader.environmentId] ?? null);
    const keys = missed === null || missed.includes(null) ? null : [...new Set(missed.flat() as string[])];
    this.#send([reader], eventText(version, keys));
  }

  #send(readers: readonly Reader[], text: string): void {
    const bytes = encoder.encode(text);
    for (const reader of readers) {
      try {
        reader.controller.enqueue(bytes);
      } catch {
        this.#drop(reader);
      }
    }
  }

  #drop(reader: Reader): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    clearInterval(this.#beat);
    this.#beat = undefined;
  }
}

function eventText(version: number, flags: readonly string[] | null): string {
  return `id: ${version}\nevent: flags\ndata: ${JSON.stringify({ version, flags })}\n\n`;
}

function close({ controller }: Reader): void {
  try {
    controller.close();
  } catch {
    // The reader was gone already.
  }
}
