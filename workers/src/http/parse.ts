import { wellFormed } from "@edgewise/core/events/decode.ts";
import type { JsonValue } from "@edgewise/core/events/types.ts";
import type * as z from "zod";
import { ApiError, type ErrorCode } from "./errors.ts";
import type { ApiContext } from "./types.ts";

/**
 * The JSON body; `{}` when there is none. A form (`multipart/form-data`) becomes an object of its fields, files as their
 * text. Throws `parse_error` when it is neither.
 */
export async function readJson(c: ApiContext): Promise<unknown> {
  if (c.req.header("content-type")?.startsWith("multipart/form-data")) return await readForm(c);
  const text = await c.req.text();
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError(
      "parse_error",
      `JSON parse error - ${error instanceof Error ? error.message : "invalid"}`,
    );
  }
  if (isDeeperThan(value, MAX_DEPTH))
    throw new ApiError("parse_error", `The body is nested deeper than ${MAX_DEPTH} levels.`);
  return SURROGATE_ESCAPE.test(text) ? wellFormed(value as JsonValue) : value;
}

/** `\ud800` may stand alone in JSON text; no database holds that. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/;

/** What is read recursively later on must end before the stack does. */
const MAX_DEPTH = 500;

/** Whether arrays and objects stand inside each other more than `limit` times; by levels, so without a stack. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    const below: unknown[] = [];
    for (const item of level) {
      if (typeof item !== "object" || item === null) continue;
      for (const inner of Object.values(item))
        if (typeof inner === "object" && inner !== null) below.push(inner);
    }
    level = below;
  }
  return false;
}

async function readForm(c: ApiContext): Promise<unknown> {
  const form = await c.req.formData().catch(() => {
    throw new ApiError("parse_error", "The form (multipart/form-data) can't be read.");
  });
  const fields = await Promise.all(
    [...form].map(async ([name, value]) => [name, typeof value === "string" ? value : await value.text()]),
  );
  return Object.fromEntries(fields);
}

/** The value as `schema` reads it, else the first problem as a typed error that names the field. */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const found = at(value, issue.path);
  const { code, detail } = describe(issue, found);
  const attr = issue.path.length === 0 ? null : issue.path.map(String).join("__");
  throw new ApiError(code, detail, { attr });
}

function describe(issue: z.core.$ZodIssue, found: unknown): { code: ErrorCode; detail: string } {
  if (found === undefined) return { code: "required", detail: "This field is required." };
  if (found === null) return { code: "null", detail: "This field may not be null." };
  if (found === "" && issue.code === "too_small")
    return { code: "blank", detail: "This field may not be blank." };
  if (issue.code === "too_big" && typeof found === "string") {
    return { code: "max_length", detail: `Ensure this field has no more than ${issue.maximum} characters.` };
  }
  if (issue.code === "invalid_value") {
    const choices = issue.values.map((value) => JSON.stringify(value)).join(", ");
    return {
      code: "invalid_choice",
      detail: `${JSON.stringify(found)} is not a valid choice: use one of ${choices}.`,
    };
  }
  return { code: "invalid_input", detail: issue.message };
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path) {
    if (current === null || typeof current !== "object") return undefined;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}
