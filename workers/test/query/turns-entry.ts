import { gatesOf } from "../../src/services/query/turns/gate.ts";
import { Turns } from "../../src/services/query/turns/turns.ts";

export { QueryGateObject } from "../../src/services/query/turns/gate-object.ts";

interface Env {
  readonly QUERY_GATE: DurableObjectNamespace;
}

let turns: Turns | undefined;
let running = 0;

/** `/run?project=&ms=` holds a place for that long; `/running` says how many this isolate has. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/running") return Response.json(running);
    turns ??= new Turns({ gates: gatesOf(env.QUERY_GATE), rates: true });
    const projectId = Number(searchParams.get("project"));
    const held = async () => {
      running++;
      try {
        await scheduler.wait(Number(searchParams.get("ms")));
        return Response.json("done");
      } finally {
        running--;
      }
    };
    try {
      return await turns.run({ projectId, environmentId: projectId }, held, { counts: true });
    } catch (error) {
      return Response.json(String(error), { status: 429 });
    }
  },
};
