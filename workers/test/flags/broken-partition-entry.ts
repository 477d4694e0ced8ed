import { DurableObject } from "cloudflare:workers";

export { ConfigObject } from "../../src/partition/config-object.ts";
export { SaltObject } from "../../src/partition/salt-object.ts";
export { default } from "../entry.ts";

/** A partition that answers nothing. */
export class PartitionObject extends DurableObject {
  async flagContext(): Promise<never> {
    throw new Error("the partition is down");
  }
}
