const MAGIC = 0xfd2fb528;
/** Bytes of the dictionary ID and of the content size, by their flags in the frame header. */
const DICTIONARY = [0, 1, 2, 4] as const;
const CONTENT_SIZE = [0, 2, 4, 8] as const;
const RLE = 1;

/**
 * The frames that lie behind each other in `bytes`, as views (RFC 8878, 3.1.1). Decoders of a whole stream read all of
 * them; Node's and workerd's read the first one and drop the rest without a word, so they get one at a time.
 *
 * @throws RangeError when `bytes` is anything but whole frames
 */
export function zstdFrames(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Uint8Array[] = [];
  for (let from = 0; from < bytes.byteLength; ) {
    const end = endOfFrame(view, from);
    if (end > bytes.byteLength) throw new RangeError(`The zstd frame at byte ${from} is cut off.`);
    frames.push(bytes.subarray(from, end));
    from = end;
  }
  return frames;
}

function endOfFrame(view: DataView, from: number): number {
  if (view.getUint32(from, true) !== MAGIC) throw new RangeError(`No zstd frame begins at byte ${from}.`);
  const descriptor = view.getUint8(from + 4);
  const single = (descriptor >> 5) & 1;
  const size = descriptor >> 6;
  let at = from + 5 + (single ? 0 : 1) + DICTIONARY[(descriptor & 3) as 0 | 1 | 2 | 3];
  at += size === 0 ? single : CONTENT_SIZE[size as 1 | 2 | 3];
  for (let last = false; !last; ) {
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    last = (header & 1) === 1;
    at += 3 + (((header >> 1) & 3) === RLE ? 1 : header >> 3);
  }
  return at + ((descriptor >> 2) & 1 ? 4 : 0);
}
