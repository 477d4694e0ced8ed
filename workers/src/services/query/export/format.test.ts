import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExportFormat, exportStream } from "./format.ts";

const NAMES = ["name", "count()", "at"];
const TYPES = ["Nullable(String)", "UInt64", "DateTime64(3, 'UTC')"];
const LINES = [
  NAMES,
  TYPES,
  ['Zoë, "the" 1st\nline', "12", "2026-01-08T10:00:00.000Z"],
  ["=1+1", "18446744073709551615", "2026-01-08T10:00:00.000Z"],
  [null, "0", "2026-01-08T10:00:00.000Z"],
];
const TEXT = LINES.map((line) => `${JSON.stringify(line)}\n`).join("");

/** The file that comes of the text in pieces that end at these places. */
async function written(format: ExportFormat, text: string, cuts: readonly number[] = []): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  return await new Response(source.pipeThrough(exportStream(format, NAMES))).text();
}

describe("exported rows", () => {
  it("as CSV", async () => {
    expect(await written("csv", TEXT)).toBe(
      'name,count(),at\r\n"Zoë, ""the"" 1st\nline",12,2026-01-08T10:00:00Z\r\n' +
        "'=1+1,18446744073709551615,2026-01-08T10:00:00Z\r\n,0,2026-01-08T10:00:00Z\r\n",
    );
  });

  it("as NDJSON and JSON, the same objects", async () => {
    const lines = (await written("ndjson", TEXT)).trimEnd().split("\n");
    const objects = lines.map((line) => JSON.parse(line));
    expect(objects).toMatchObject([
      { name: 'Zoë, "the" 1st\nline', "count()": 12 },
      { name: "=1+1", "count()": "18446744073709551615" },
      { name: null, "count()": 0 },
    ]);
    expect(JSON.parse(await written("json", TEXT))).toEqual(objects);
  });

  it.each<[ExportFormat, string]>([
    ["csv", "name,count(),at\r\n"],
    ["ndjson", ""],
    ["json", "[\n]\n"],
  ])("without rows: %s", async (format, file) => {
    expect(
      await written(
        format,
        LINES.slice(0, 2)
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(""),
      ),
    ).toBe(file);
    expect(await written(format, "")).toBe(file);
  });

  it("don't depend on where pieces end", async () => {
    const whole = { csv: await written("csv", TEXT), json: await written("json", TEXT) };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async (cuts) => {
        expect(await written("csv", TEXT, cuts)).toBe(whole.csv);
        expect(await written("json", TEXT, cuts)).toBe(whole.json);
      }),
      { numRuns: 60 },
    );
  });

  it.each([`${TEXT}{"exception": "Code: 241"}\n`, `${TEXT}Code: 241. DB::Exception`, `${TEXT}["cut`])(
    "break off where the engine failed: %#",
    async (text) => expect(written("csv", text)).rejects.toThrow(),
  );
});
