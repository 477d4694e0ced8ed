import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PARSER_DIR, splitParser } from "./hogql-wasm.ts";

it("the committed parser is the installed version's", async () => {
  const { glue, wasm } = await splitParser();
  expect(await readFile(join(PARSER_DIR, "hogql-parser.js"), "utf8")).toBe(glue);
  expect(Buffer.compare(await readFile(join(PARSER_DIR, "hogql-parser.wasm")), wasm)).toBe(0);
});

it("is a valid module, and the glue no longer holds it", async () => {
  const { glue, wasm } = await splitParser();
  expect([...wasm.slice(0, 4)]).toEqual([0, 0x61, 0x73, 0x6d]);
  expect(wasm.length).toBeGreaterThan(900_000);
  expect(glue.length).toBeLessThan(100_000);
});
