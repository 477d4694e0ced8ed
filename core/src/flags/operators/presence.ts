import { NO, YES } from "../verdict.ts";
import type { Operator } from "./operator.ts";

/** Null counts as set. */
export const isSet: Operator = { absent: NO, compile: () => () => YES };

export const isNotSet: Operator = { absent: YES, compile: () => () => NO };
