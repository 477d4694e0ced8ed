import type { JsonValue } from "@edgewise/core/events/types.ts";
import { encoderOf } from "@edgewise/core/insights/encode-rows.ts";
import { csvLine } from "../../../http/csv.ts";

export const EXPORT_FORMATS = ["csv", "ndjson", "json"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson",
  json: "application/json",
};

/** How rows are written: what stands before, between and after them. */
interface Writer {
  readonly head: (names: readonly string[]) => string;
  readonly row: (names: readonly string[], cells: readonly JsonValue[], index: number) => string;
  readonly tail: string;
}

const objectOf = (names: readonly string[], cells: readonly JsonValue[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? null])));

const WRITERS: Readonly<Record<ExportFormat, Writer>> = {
  csv: {
    head: (names) => `${csvLine(names)}\r\n`,
    row: (_names, cells) => `${csvLine(cells)}\r\n`,
    tail: "",
  },
  ndjson: { head: () => "", row: (names, cells) => `${objectOf(names, cells)}\n`, tail: "" },
  json: {
    head: () => "[",
    row: (names, cells, index) => `${index === 0 ? "\n" : ",\n"}${objectOf(names, cells)}`,
    tail: "\n]\n",
  },
};

/**
 * Turns lines of the warehouse (names, types, rows) into a file, chunk by chunk: values as answers of the query endpoint
 * have them, columns by `names`. A line that is no row (the engine failed on the way) errors the stream, so that the
 * download breaks off instead of looking whole.
 */
export function exportStream(
  format: ExportFormat,
  names: readonly string[],
): TransformStream<Uint8Array, Uint8Array> {
  const writer = WRITERS[format];
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = "";
  let line = 0;
  let encoders: readonly ReturnType<typeof encoderOf>[] = [];
  const written = (text: string): string => {
    const values: unknown = JSON.parse(text);
    if (!Array.isArray(values)) throw new Error("The query failed on the way.");
    const at = line++;
    if (at === 0) return writer.head(names);
    if (at === 1) {
      encoders = values.map((type) => encoderOf(String(type)));
      return "";
    }
    return writer.row(
      names,
      values.map((value, index) => (encoders[index] ?? encoderOf("String"))(value)),
      at - 2,
    );
  };
  return new TransformStream({
    transform(chunk, controller) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      const text = lines
        .filter((one) => one !== "")
        .map(written)
        .join("");
      if (text !== "") controller.enqueue(encoder.encode(text));
    },
    flush(controller) {
      const last = (rest + decoder.decode()).trim();
      const text = `${last === "" ? "" : written(last)}${line < 2 ? writer.head(names) : ""}${writer.tail}`;
      controller.enqueue(encoder.encode(text));
    },
  });
}
