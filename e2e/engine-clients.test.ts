import { createClient } from "@clickhouse/client";
import { expect, inject, it } from "vitest";

it("@clickhouse/client reads and writes the local warehouse", async () => {
  const { warehouse } = inject("engines");
  const client = createClient({
    url: warehouse.url,
    username: warehouse.user,
    password: warehouse.key,
    database: warehouse.database,
  });
  const answer = await client.query({
    query: "select {n:UInt32} + number as n from numbers(3)",
    query_params: { n: 40 },
    format: "JSONEachRow",
  });
  expect(await answer.json()).toEqual([{ n: 40 }, { n: 41 }, { n: 42 }]);
  await expect(client.query({ query: "select nope from nothing" })).rejects.toThrow(/nothing/);
  await client.close();
});
