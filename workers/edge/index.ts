import { createEdgeApp } from "../src/edge-app.ts";

export { ConfigObject } from "../src/partition/config-object.ts";
export { PartitionObject } from "../src/partition/partition-object.ts";
export default createEdgeApp();
