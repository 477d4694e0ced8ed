import type { Operation } from "@edgewise/core/flags/schedule/operation.ts";
import type { UserBasic } from "@/lib/api/types";

/** A planned change of a flag as the API returns it; `team_id` is its environment. */
export interface Schedule {
  readonly id: number;
  readonly team_id: number;
  readonly payload: Operation;
  readonly scheduled_at: string;
  readonly executed_at: string | null;
  readonly last_executed_at: string | null;
  readonly failure_reason: string | null;
  readonly is_recurring: boolean;
  readonly recurrence_interval: string | null;
  readonly cron_expression: string | null;
  readonly end_date: string | null;
  readonly created_by: UserBasic | null;
}

/** What a plan is made with. */
export interface ScheduleInput {
  readonly record_id: number;
  readonly model_name: "FeatureFlag";
  readonly payload: Operation;
  readonly scheduled_at: string;
  readonly is_recurring: boolean;
  readonly recurrence_interval: string | null;
  readonly cron_expression: string | null;
  readonly end_date: string | null;
}
