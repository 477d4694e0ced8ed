"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { debounce, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { type ReactNode, useState } from "react";
import type { Page } from "@/lib/api/types";
import { DataSections } from "@/products/definitions/data-sections";
import { DefinitionDialog } from "@/products/definitions/definition-dialog";
import { isShown, SHOW, SHOW_OPTIONS, type Show } from "@/products/definitions/show";
import { TagSelect } from "@/products/definitions/tag-select";
import type { Definition } from "@/products/definitions/types";
import { ConnectFirst } from "@/products/onboarding/connect-first";
import { ListSearch } from "@/shell/list-search";
import { Button } from "@/ui/button";
import { ListBody } from "@/ui/list-body";
import { PageHeader } from "@/ui/page";
import { EmptyState } from "@/ui/states";
import type { Column } from "@/ui/table";
import { ToggleGroup } from "@/ui/toggle-group";
import { Toolbar } from "@/ui/toolbar";

/** What a list of definitions is narrowed by, in the URL. */
export const useDefinitionParams = () =>
  useQueryStates({
    search: parseAsString.withDefault("").withOptions({ limitUrlUpdates: debounce(250) }),
    show: parseAsStringLiteral(SHOW).withDefault("shown"),
    tag: parseAsString.withDefault(""),
  });

const WORDS = {
  events: { one: "event", label: "Events", kind: "event_definitions" },
  properties: { one: "property", label: "Properties", kind: "property_definitions" },
} as const;

interface DefinitionListProps<D extends Definition> {
  readonly of: keyof typeof WORDS;
  readonly state: ReturnType<typeof useDefinitionParams>;
  readonly found: UseQueryResult<Page<D>>;
  readonly columns: (open: (definition: D) => void) => readonly Column<D>[];
  /** Where definitions come from, told when there is none. */
  readonly origin: string;
  /** Further choices, before the search. */
  readonly children?: ReactNode;
}

/** The page of a project's event names or properties: search, marks, tags, and what people say about each. */
export function DefinitionList<D extends Definition>(props: DefinitionListProps<D>) {
  const [params, setParams] = props.state;
  const [open, setOpen] = useState<D | null>(null);
  const { one, label, kind } = WORDS[props.of];
  const all = props.found.data?.results ?? [];
  const none = all.length === 0 && !params.search;
  return (
    <>
      <PageHeader title="Data management" />
      <DataSections active={props.of} />
      <Toolbar>
        {props.children}
        <ListSearch
          label={`Search ${props.of}`}
          placeholder={`Search ${one} names`}
          value={params.search}
          onChange={(search) => void setParams({ search: search || null })}
        />
        <ToggleGroup<Show>
          label={`Which ${props.of}`}
          value={params.show}
          onChange={(show) => void setParams({ show })}
          options={SHOW_OPTIONS}
        />
        <TagSelect
          definitions={all}
          value={params.tag}
          onChange={(tag) => void setParams({ tag: tag || null })}
        />
      </Toolbar>
      <ListBody
        query={props.found}
        rows={all.filter((definition) => isShown(definition, params.show, params.tag))}
        columns={props.columns(setOpen)}
        rowKey={({ id, name }) => id ?? name}
        label={label}
        empty={
          <EmptyState
            title={none ? `No ${props.of} yet` : `No ${one} fits`}
            action={
              none ? (
                <ConnectFirst />
              ) : (
                <Button onClick={() => void setParams({ search: null, show: "all", tag: null })}>
                  Show all
                </Button>
              )
            }
          >
            {none && props.origin}
          </EmptyState>
        }
      />
      {open && <DefinitionDialog kind={kind} definition={open} onClose={() => setOpen(null)} />}
    </>
  );
}
