import type { UserBasic } from "../../lib/api/types.ts";
import type { PropertyFilter } from "../filters/filter.ts";

export type Matching = "exact" | "contains" | "regex";

/** One way to do an action; empty parts ask nothing. */
export interface Step {
  readonly event: string | null;
  readonly properties: readonly PropertyFilter[];
  readonly selector: string | null;
  readonly tag_name: string | null;
  readonly text: string | null;
  readonly text_matching: Matching | null;
  readonly href: string | null;
  readonly href_matching: Matching | null;
  readonly url: string | null;
  readonly url_matching: Matching | null;
}

export interface Action {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly steps: readonly Step[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly created_by: UserBasic | null;
}

/** What the editor writes. */
export type ActionInput = Pick<Action, "name" | "description" | "tags" | "steps">;

export const EMPTY_STEP: Step = {
  event: null,
  properties: [],
  selector: null,
  tag_name: null,
  text: null,
  text_matching: null,
  href: null,
  href_matching: null,
  url: null,
  url_matching: null,
};
