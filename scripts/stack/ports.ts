import { createServer } from "node:net";

/** A TCP port nobody listens on at the moment. */
export function freePort(host = "127.0.0.1"): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Throws with a way out when the port is taken or not a port. */
export async function requirePort(host: string, port: number, variable: string): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${variable} must be a port between 1 and 65535.`);
  }
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE" ? "is in use by another program" : `can't be opened (${error.code})`;
      reject(new Error(`Port ${port} on ${host} ${reason}. Free it, or set ${variable} to another port.`));
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
