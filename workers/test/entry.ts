import edge from "../edge/index.ts";
import type { EdgeEnv } from "../src/env.ts";

export { ConfigObject } from "../src/partition/config-object.ts";
export { SaltObject } from "../src/partition/salt-object.ts";
export { UsageObject } from "../src/partition/usage-object.ts";
export { TestPartitionObject as PartitionObject } from "./test-partition-object.ts";

interface RpcCall {
  readonly binding: "PARTITION" | "CONFIG" | "USAGE" | "SALTS" | "RECORDINGS";
  readonly name: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

type Methods = Record<string, (...args: readonly unknown[]) => Promise<unknown>>;

/** The edge Worker plus `POST /__rpc`, by which tests call Durable Objects as other Workers do. */
export default {
  async fetch(request: Request, env: EdgeEnv, ctx: ExecutionContext): Promise<Response> {
    if (new URL(request.url).pathname !== "/__rpc") return edge.fetch(request, env, ctx);
    const call = (await request.json()) as RpcCall;
    if (call.binding === "RECORDINGS") {
      const { objects } = await env.RECORDINGS.list({ prefix: call.name, include: ["customMetadata"] });
      return Response.json({ value: objects.map(({ key, customMetadata }) => ({ key, customMetadata })) });
    }
    const namespace: DurableObjectNamespace = env[call.binding]!;
    const stub = namespace.get(namespace.idFromName(call.name)) as unknown as Methods;
    try {
      const value = await stub[call.method]!(...call.args);
      return Response.json({ value: value ?? null });
    } catch (error) {
      return Response.json({ error: String(error) }, { status: 500 });
    }
  },
};
