/** An exception of the engine with ClickHouse's number and name. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly code: number;
  readonly codeName: string;

  constructor(code: number, message: string, codeName: string) {
    super(message);
    this.code = code;
    this.codeName = codeName;
  }

  /** The exception as ClickHouse's HTTP interface words it. */
  text(version: string): string {
    return `Code: ${this.code}. DB::Exception: ${this.message} (${this.codeName}) (version ${version} (official build))\n`;
  }
}

const PREFIX = /^(?:Code: (\d+)\. DB::Exception: )+/;
const SUFFIX = /\.?\s*\(([A-Z][A-Z0-9_]+)\)(?:\s*\(version [^()]*(?:\([^()]*\))?\))?\.?\s*$/;

/** Turns whatever chdb threw into an {@link EngineError}; its message carries number and name. */
export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  let message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = Number(PREFIX.exec(message)?.[1] ?? 0);
  message = message.replace(PREFIX, "");
  let name = "UNKNOWN_EXCEPTION";
  for (let tail = SUFFIX.exec(message); tail !== null; tail = SUFFIX.exec(message)) {
    name = tail[1]!;
    message = message.slice(0, tail.index);
  }
  const error = new EngineError(code === 0 ? 1002 : code, message.trimEnd(), name);
  if (!isDiskFull(error)) return error;
  return new EngineError(243, `The disk of the data folder is full: ${error.message}`, "NOT_ENOUGH_SPACE");
}

/** Texts of a full disk, wherever the engine meets it. */
const DISK_FULL = /No space left on device|errno: 28\b|Not enough space|Cannot reserve .* not enough space/i;

/** True when the engine failed because the disk is full; nothing was stored and the call can be repeated later. */
export function isDiskFull(error: EngineError): boolean {
  return error.code === 243 || DISK_FULL.test(error.message);
}
