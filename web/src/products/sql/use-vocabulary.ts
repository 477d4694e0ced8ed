"use client";
import type { Vocabulary } from "@edgewise/core/sql/complete/suggest.ts";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { runQuery } from "@/lib/api/query";
import { useProject } from "@/lib/project-context";
import { BASE_SCHEMA, toSchema } from "@/products/sql/schema";
import { propertyNamesQuery } from "@/products/taxonomy/queries";

const EVER = Number.POSITIVE_INFINITY;

/** Tables, functions and properties that SQL of this project can name. */
export function useVocabulary(): Vocabulary {
  const project = useProject();
  const schema = useQuery({
    queryKey: ["schema", project.id],
    staleTime: EVER,
    retry: false,
    queryFn: async () =>
      toSchema(
        (await runQuery<unknown>(project.id, { kind: "DatabaseSchemaQuery" })) as Parameters<
          typeof toSchema
        >[0],
      ),
  });
  const functions = useQuery({
    queryKey: ["sql-functions"],
    staleTime: EVER,
    queryFn: async () => [...(await import("@edgewise/core/sql/functions/lookup.ts")).FUNCTIONS.keys()],
  });
  const event = useQuery(propertyNamesQuery(project.id, "event"));
  const person = useQuery(propertyNamesQuery(project.id, "person"));
  return useMemo(
    () => ({
      tables: schema.data ?? BASE_SCHEMA,
      functions: functions.data ?? [],
      eventProperties: (event.data ?? []).map(({ name }) => name),
      personProperties: (person.data ?? []).map(({ name }) => name),
    }),
    [schema.data, functions.data, event.data, person.data],
  );
}
