/** A refusal in the shape of Tinybird's API: `{"error": message}` with this status. */
export class TinybirdError extends Error {
  override readonly name = "TinybirdError";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
