/**
 * Which of `partitions` partitions owns a distinct ID of an environment: FNV-1a over UTF-16 code units with
 * murmur3's finaliser (FNV's low bits alone spread sequential IDs badly). Fixed once a deployment holds data.
 */
export function partitionOf(environmentId: number, distinctId: string, partitions: number): number {
  if (partitions === 1) return 0;
  let hash = Math.imul(0x811c9dc5 ^ environmentId, 0x01000193);
  for (let i = 0; i < distinctId.length; i++) {
    hash = Math.imul(hash ^ distinctId.charCodeAt(i), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % partitions;
}

/** Durable Object name of partition `index`. */
export function partitionName(index: number): string {
  return `p${index}`;
}
