import { request } from "node:http";

export interface InternalAnswer {
  readonly status: number;
  readonly body: unknown;
}

const PATIENCE_MS = 30_000;

/** Calls an internal route of the API Worker over its private socket. Rejects when nothing answers in time. */
export function callInternal(
  socketPath: string,
  path: string,
  internalKey: string,
  body?: object,
  patienceMs: number = PATIENCE_MS,
): Promise<InternalAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(
      {
        socketPath,
        path,
        method: body ? "POST" : "GET",
        headers: { host: "internal", "content-type": "application/json", "x-internal-key": internalKey },
        timeout: patienceMs,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, body: parse(text) });
        });
      },
    );
    call.on("timeout", () => call.destroy(new Error(`${path} did not answer within ${patienceMs / 1000} s`)));
    call.on("error", reject);
    call.end(body ? JSON.stringify(body) : undefined);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
