import type { RecordingBlock } from "@edgewise/core/events/types.ts";
import { seenKey } from "../dedupe.ts";
import type { PartitionStore } from "../store.ts";

/** How a replay block's session stands. */
interface Standing {
  /** It is the session's first block: the unit that is metered. Sessions are known as long as uuids are. */
  readonly isNew: boolean;
  /** The session began over the limit: none of its blocks is listed. */
  readonly over: boolean;
}

/** Finds a block's session, and remembers it. A session that began within the limit is kept to its end. */
export function sessionStanding(
  { dedupe }: PartitionStore,
  environmentId: number,
  { sessionId }: RecordingBlock,
  over: boolean,
): Standing {
  if (sessionId === undefined) return { isNew: true, over };
  const isNew = dedupe.addNew([seenKey(environmentId, `session ${sessionId}`)]);
  if (!over) return { isNew, over: false };
  const refused = seenKey(environmentId, `session over its limit ${sessionId}`);
  if (isNew) dedupe.addNew([refused]);
  return { isNew, over: isNew || dedupe.known([refused]).size > 0 };
}
