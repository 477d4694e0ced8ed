import { edgeFetch } from "../src/edge-fetch.ts";
import { tracedEdge } from "../src/edge-trace.ts";

export { ConfigObject } from "../src/partition/config-object.ts";
export { PartitionObject } from "../src/partition/partition-object.ts";
export { SaltObject } from "../src/partition/salt-object.ts";
export { UsageObject } from "../src/partition/usage-object.ts";
export default { fetch: tracedEdge(edgeFetch) };
