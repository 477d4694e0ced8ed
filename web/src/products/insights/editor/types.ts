import type { InsightQuery } from "../query/types.ts";

/** What an editor of one kind is given. `typing` names the text field that changed. */
export interface EditorProps<Query extends InsightQuery> {
  readonly query: Query;
  readonly onChange: (query: Query, typing?: string) => void;
}
