import { PartitionObject } from "../src/partition/partition-object.ts";

/** The real partition with a few handles for tests. */
export class TestPartitionObject extends PartitionObject {}
