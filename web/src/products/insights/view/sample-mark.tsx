import { sampleOf } from "@/products/insights/query/sample";
import { Badge } from "@/ui/badge";
import { Tooltip } from "@/ui/tooltip";

/** Says that numbers are estimates from a sample of the people; nothing when everyone is counted. */
export function SampleMark({ query }: { readonly query: unknown }) {
  const sample = sampleOf(query);
  if (!sample) return null;
  return (
    <Tooltip content={`Estimated from ${sample} of the people, always the same ones. Counts are scaled up.`}>
      <span>
        <Badge tone="warn">{sample} sample</Badge>
      </span>
    </Tooltip>
  );
}
