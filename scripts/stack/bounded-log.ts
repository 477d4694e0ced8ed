import { createWriteStream, existsSync, renameSync, statSync, type WriteStream } from "node:fs";
import { Writable } from "node:stream";

/**
 * A log file that is continued and never grows beyond `limit` bytes (and one chunk): then it becomes `<path>.1`, which
 * replaces the one before, and a new one begins.
 */
export function boundedLog(path: string, limit: number): Writable {
  let size = existsSync(path) ? statSync(path).size : 0;
  let file: WriteStream = createWriteStream(path, { flags: "a" });
  const turn = (next: () => void) => {
    file.end(() => {
      renameSync(path, `${path}.1`);
      file = createWriteStream(path, { flags: "a" });
      size = 0;
      next();
    });
  };
  return new Writable({
    write(chunk: Buffer, _, done) {
      const write = () => {
        size += chunk.length;
        file.write(chunk, done);
      };
      if (size > 0 && size + chunk.length > limit) turn(write);
      else write();
    },
    final(done) {
      file.end(done);
    },
  });
}
