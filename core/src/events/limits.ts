/** Bounds of capture. Bytes and characters; each has a defined answer when passed (docs/capture.md). */
const MB = 1024 * 1024;

/** Largest body as received, per kind of route. */
export const BODY_LIMIT = { event: 2 * MB, batch: 20 * MB, replay: 25 * MB, flags: 2 * MB } as const;
export type BodyKind = keyof typeof BODY_LIMIT;

/** Largest body after inflating; inflating stops there, so a zip bomb costs this much memory and no more. */
export const INFLATED_LIMIT = { event: 20 * MB, batch: 20 * MB, replay: 25 * MB, flags: 4 * MB } as const;

/** Largest `properties` object of one event, as JSON characters. */
export const EVENT_LIMIT = 1024 * 1024;
/** Deepest nesting inside `properties`. */
export const DEPTH_LIMIT = 128;
export const DISTINCT_ID_LIMIT = 200;
export const EVENT_NAME_LIMIT = 200;
/** Characters of an event kept with a rejection or warning. */
export const SAMPLE_LIMIT = 2000;
/** Rejections or warnings of one reason kept one by one per request; further ones are only counted. */
export const SAMPLES_PER_REASON = 10;

/** Cuts to `limit` Unicode scalar values, never through a surrogate pair. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = 0;
  for (let n = 0; n < limit && end < text.length; n++) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}
