import { Buffer } from "node:buffer";

type Value = string | number | readonly Value[] | { readonly [key: string]: Value };

/** A network such as `81.2.69.0/24` and what is known of it. */
export type Network = readonly [cidr: string, data: Value];

/** A file in MaxMind's format (version 2.0, IPv4, 24-bit records) with these networks. */
export function writeMmdb(networks: readonly Network[]): Buffer {
  const nodes: [Link, Link][] = [[null, null]];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [cidr, value] of networks) {
    const bytes = encode(value);
    data.push(bytes);
    link(nodes, cidr, { data: offset });
    offset += bytes.length;
  }
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [index, pair] of nodes.entries()) {
    for (const [side, target] of pair.entries())
      tree.writeUIntBE(recordOf(target, nodes.length), index * 6 + side * 3, 3);
  }
  const metadata = {
    node_count: nodes.length,
    record_size: 24,
    ip_version: 4,
    database_type: "Test-City",
    languages: ["en"],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_790_000_000,
    description: { en: "made by a test" },
  };
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from("MaxMind.com")]);
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, encode(metadata)]);
}

type Link = number | { readonly data: number } | null;

const recordOf = (target: Link, count: number): number =>
  target === null ? count : typeof target === "number" ? target : count + 16 + target.data;

function link(nodes: [Link, Link][], cidr: string, leaf: { data: number }): void {
  const [address = "", length] = cidr.split("/");
  const bits = address
    .split(".")
    .flatMap((part) => [...Number(part).toString(2).padStart(8, "0")].map(Number));
  const path = bits.slice(0, Number(length));
  let node = 0;
  path.forEach((bit, depth) => {
    const side = bit as 0 | 1;
    if (depth === path.length - 1) nodes[node]![side] = leaf;
    else {
      if (typeof nodes[node]![side] !== "number") nodes[node]![side] = nodes.push([null, null]) - 1;
      node = nodes[node]![side] as number;
    }
  });
}

function head(type: number, size: number): Buffer {
  const bytes = size < 29 ? [size] : [29, size - 29];
  const [first, ...more] = bytes as [number, ...number[]];
  return type < 8 ? Buffer.from([(type << 5) | first, ...more]) : Buffer.from([first, type - 7, ...more]);
}

function encode(value: Value): Buffer {
  if (typeof value === "string")
    return Buffer.concat([head(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(Number.isInteger(value) && value >= 0 ? 4 : 8);
    if (bytes.length === 4) bytes.writeUInt32BE(value);
    else bytes.writeDoubleBE(value);
    return Buffer.concat([head(bytes.length === 4 ? 6 : 3, bytes.length), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value as { [key: string]: Value });
  return Buffer.concat([
    head(7, entries.length),
    ...entries.flatMap(([key, item]) => [encode(key), encode(item)]),
  ]);
}
