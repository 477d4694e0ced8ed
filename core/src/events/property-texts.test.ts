import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capture, columnsOf, UUID } from "./accept-fixture.ts";
import { propertyTexts } from "./property-texts.ts";
import type { JsonObject, JsonValue } from "./types.ts";

const word = fc.constantFrom("a", "b", "properties", "batch", "{", "}", "{}", ":{", "7", "$ip", "$set");
const value = fc.letrec<{ tree: JsonValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.constantFrom(1, 0.5, true, null),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(word, tie("tree"), { maxKeys: 3 }),
  ),
})).tree;
const properties = fc.dictionary(word, value, { maxKeys: 4 });
const event = fc.oneof(
  { weight: 9, arbitrary: fc.record({ event: word, properties, uuid: word }) as fc.Arbitrary<JsonObject> },
  fc.dictionary(word, value, { maxKeys: 3 }),
  value,
);

describe("propertyTexts", () => {
  it("gives each event's properties as they stand in the text, or nothing at all", () => {
    let told = 0;
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 5 }),
        fc.boolean(),
        fc.constantFrom(0, 2),
        (events, wrapped, space) => {
          const text = JSON.stringify(wrapped ? { api_key: "t{", batch: events } : events, null, space);
          const texts = propertyTexts(wrapped ? text.replace("t{", "t") : text, events, wrapped);
          if (texts === null) return;
          told += 1;
          for (const [i, own] of events.entries()) {
            const sent = (own as JsonObject).properties;
            const isThere = sent !== null && typeof sent === "object" && !Array.isArray(sent);
            expect(texts[i] === "" ? undefined : JSON.parse(texts[i]!)).toEqual(isThere ? sent : undefined);
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(50);
  });

  it.each<[string, string]>([
    ["braces in a string", '{"batch":[{"properties":{"a":"}"}}]}'],
    ["objects beside the batch", '{"batch":[{"properties":{}}],"x":{}}'],
    ["objects beside the properties", '{"batch":[{"properties":{},"$set":{}}]}'],
    ["properties that come twice", '{"batch":[{"properties":{"a":1},"properties":{"a":2}}]}'],
    ["an event that is none", '{"batch":[{"properties":{}},1]}'],
    ["hostile depth", `{"batch":[{"properties":{"a":${"[".repeat(9000)}${"]".repeat(9000)}}}]}`],
  ])("can't tell with %s", (_name, text) => {
    expect(propertyTexts(text, JSON.parse(text).batch, true)).toBeNull();
  });
});

/** Four events' worth of one properties text: what is stored of it. */
function stored(text: string, own: object = {}): string {
  const body = `[${Array(4).fill(`{"event":"e","distinct_id":"u","uuid":"${UUID}","properties":${text}}`).join()}]`;
  const { events } = capture(JSON.parse(body), { ip: "", plain: { text: body, wrapped: false }, ...own });
  return (events[3]!.row as string).replace(/.*"properties":/s, "");
}

describe("properties as sent", () => {
  it.each<[string, string, string]>([
    ["compact JSON", '{"b":1,"2":"x","a":[{"c":null}]}', '{"b":1,"2":"x","a":[{"c":null}]}'],
    ["spaces and line breaks", '{ "a":\n1 }', '{"a":1}'],
    ["numbers in other ways", '{"a":1.0}', '{"a":1}'],
    ["a name that comes twice", '{"a":1,"a":22}', '{"a":22}'],
    ["no properties", "{}", "{}"],
  ])("%s", (_name, text, expected) => {
    expect(stored(text)).toBe(expected);
  });

  it.each<[string, string, string, object]>([
    ["an address", '{"a":1}', '{"a":1,"$ip":"1.2.3.4"}', { ip: "1.2.3.4" }],
    ["an address, to nothing", "{}", '{"$ip":"1.2.3.4"}', { ip: "1.2.3.4" }],
    [
      "a place with quotes in its name",
      '{"a":1}',
      '{"a":1,"$city":"\\"x\\"","$ip":"1.2.3.4"}',
      {
        ip: "1.2.3.4",
        geo: () => ({ a: "not this", $city: '"x"' }),
      },
    ],
    ["no address", '{"$ip":"1.2.3.4","a":1}', '{"a":1}', { anonymizeIps: true }],
    ["a group", '{"$groups":{"company":"x"}}', '{"$groups":{"company":"x"},"$group_0":"x"}', {}],
    [
      "no update",
      '{"$process_person_profile":false,"$set":{"a":1}}',
      '{"$process_person_profile":false}',
      {},
    ],
  ])("with %s", (_name, text, expected, own) => {
    expect(stored(text, own)).toBe(expected);
  });

  it("keeps the whole row as it is without the text", () => {
    fc.assert(
      fc.property(fc.array(properties, { minLength: 4, maxLength: 6 }), (all) => {
        const batch = all.map((each) => ({ event: "e", distinct_id: "u", uuid: UUID, properties: each }));
        const body = JSON.stringify({ batch });
        const events = JSON.parse(body).batch as JsonValue[];
        const [kept, printed] = [capture(events, { plain: { text: body, wrapped: true } }), capture(events)];
        for (const i of all.keys()) expect(columnsOf(kept, i)).toEqual(columnsOf(printed, i));
      }),
    );
  });
});
