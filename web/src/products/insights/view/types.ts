import type { QueryAnswer } from "../../../lib/api/query.ts";
import type { PeopleAsk } from "../people/ask.ts";

/** What every view of a kind is given. */
export interface ViewProps<Query> {
  readonly query: Query;
  readonly answer: QueryAnswer<unknown>;
  /** A tile of a dashboard: the picture alone, as high as its parent. */
  readonly compact: boolean;
  readonly onPeople: (ask: PeopleAsk) => void;
}
