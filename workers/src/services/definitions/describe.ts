import type { Deps } from "../../deps.ts";

/** What people say about an event or property. */
export interface Description {
  readonly description: string;
  readonly tags: string[];
  readonly verified: boolean;
  readonly verifiedAt: Date | null;
  readonly verifiedBy: string | null;
  readonly hidden: boolean;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly updatedBy: string | null;
  readonly updatedAt: Date;
  readonly deletedAt: Date | null;
}

/** What a caller changes of it; the rest stays. */
export interface DescriptionChange {
  readonly description?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly verified?: boolean | undefined;
  readonly hidden?: boolean | undefined;
}

/** Nobody has said anything yet. */
export const undescribed = (createdAt: Date): Description => ({
  description: "",
  tags: [],
  verified: false,
  verifiedAt: null,
  verifiedBy: null,
  hidden: false,
  createdBy: null,
  createdAt,
  updatedBy: null,
  updatedAt: createdAt,
  deletedAt: null,
});

/** A hidden thing is not verified: whoever hides it takes the mark away. */
export function described<T extends Description>(
  before: T,
  change: DescriptionChange,
  userId: string | null,
  deps: Deps,
): T {
  const now = deps.now();
  const hidden = change.hidden ?? before.hidden;
  const verified = (change.verified ?? before.verified) && !hidden;
  const newly = verified && !before.verified;
  return {
    ...before,
    description: change.description === undefined ? before.description : (change.description ?? ""),
    tags: change.tags === undefined ? before.tags : [...new Set(change.tags)],
    hidden,
    verified,
    verifiedAt: newly ? now : verified ? before.verifiedAt : null,
    verifiedBy: newly ? userId : verified ? before.verifiedBy : null,
    updatedBy: userId,
    updatedAt: now,
    deletedAt: null,
  };
}

/** Deleted, and not seen since. */
export const isGone = ({ deletedAt }: Description, lastSeen: Date | null): boolean =>
  deletedAt !== null && (lastSeen === null || lastSeen.getTime() <= deletedAt.getTime());
