"use client";
import { FunnelEditor } from "@/products/insights/editor/funnel-editor";
import { LifecycleEditor } from "@/products/insights/editor/lifecycle-editor";
import { PathsEditor } from "@/products/insights/editor/paths-editor";
import { RetentionEditor } from "@/products/insights/editor/retention-editor";
import { StickinessEditor } from "@/products/insights/editor/stickiness-editor";
import { TrendsEditor } from "@/products/insights/editor/trends-editor";
import type { EditorProps } from "@/products/insights/editor/types";
import type { InsightQuery } from "@/products/insights/query/types";

/** The editor of a query's kind. */
export function QueryEditor({ query, onChange }: EditorProps<InsightQuery>) {
  switch (query.kind) {
    case "TrendsQuery":
      return <TrendsEditor query={query} onChange={onChange} />;
    case "FunnelsQuery":
      return <FunnelEditor query={query} onChange={onChange} />;
    case "RetentionQuery":
      return <RetentionEditor query={query} onChange={onChange} />;
    case "StickinessQuery":
      return <StickinessEditor query={query} onChange={onChange} />;
    case "LifecycleQuery":
      return <LifecycleEditor query={query} onChange={onChange} />;
    case "PathsQuery":
      return <PathsEditor query={query} onChange={onChange} />;
  }
}
