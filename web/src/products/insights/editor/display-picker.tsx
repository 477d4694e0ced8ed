"use client";
import {
  ChartArea,
  ChartColumn,
  ChartColumnStacked,
  ChartLine,
  ChartNoAxesColumnIncreasing,
  ChartPie,
  Globe,
  Hash,
  type LucideIcon,
  Table2,
  TrendingUp,
} from "lucide-react";
import { DISPLAYS, displayInfo } from "@/products/insights/query/displays";
import { Select } from "@/ui/select";

const ICONS: Readonly<Record<string, LucideIcon>> = {
  ActionsLineGraph: ChartLine,
  ActionsAreaGraph: ChartArea,
  ActionsBar: ChartColumnStacked,
  ActionsUnstackedBar: ChartColumn,
  ActionsLineGraphCumulative: TrendingUp,
  BoldNumber: Hash,
  ActionsBarValue: ChartNoAxesColumnIncreasing,
  ActionsPie: ChartPie,
  ActionsTable: Table2,
  WorldMap: Globe,
};

interface DisplayPickerProps {
  readonly value: string | undefined;
  readonly onChange: (display: string) => void;
}

/** How a trend is drawn. */
export function DisplayPicker({ value, onChange }: DisplayPickerProps) {
  const current = displayInfo(value);
  const Icon = ICONS[current.id] ?? ChartLine;
  return (
    <Select<string>
      aria-label="Display"
      value={current.id}
      icon={<Icon className="text-muted" aria-hidden />}
      options={DISPLAYS.map(({ id, title }) => ({ value: id, label: title }))}
      onChange={onChange}
    />
  );
}
