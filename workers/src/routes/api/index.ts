import type { ApiRoute } from "../../http/route.ts";
import { OBJECT_ACCESS_ROUTES } from "./access/object-routes.ts";
import { ACCESS_CONTROL_ROUTES } from "./access/routes.ts";
import { LOG_IN_ROUTES } from "./accounts/log-in.ts";
import { ACCOUNT_ROUTES } from "./accounts/routes.ts";
import { ACTION_ROUTES } from "./actions/routes.ts";
import { ADVANCED_ACTIVITY_ROUTES } from "./activity/advanced.ts";
import { ORGANIZATION_ACTIVITY_ROUTES } from "./activity/organization.ts";
import { ACTIVITY_ROUTES } from "./activity/routes.ts";
import { ALERT_ROUTES } from "./alerts/routes.ts";
import { ANNOTATION_ROUTES } from "./annotations/routes.ts";
import { ARCHIVE_ROUTES } from "./billing/archive.ts";
import { COST_ROUTES } from "./billing/costs.ts";
import { INVOICE_ROUTES } from "./billing/invoices.ts";
import { PAYMENT_NEWS_ROUTES } from "./billing/news.ts";
import { PLAN_ROUTES } from "./billing/plan.ts";
import { BILLING_ROUTES } from "./billing/routes.ts";
import { INGESTION_RULE_ROUTES } from "./billing/rules.ts";
import { COHORT_MEMBER_ROUTES } from "./cohorts/members.ts";
import { COHORT_ROUTES } from "./cohorts/routes.ts";
import { COMMENT_ROUTES } from "./comments/routes.ts";
import { DASHBOARD_ROUTES } from "./dashboards/routes.ts";
import { DASHBOARD_STREAM_ROUTES } from "./dashboards/stream.ts";
import { DASHBOARD_TEMPLATE_ROUTES } from "./dashboards/templates.ts";
import { DASHBOARD_TILE_ROUTES } from "./dashboards/tiles.ts";
import { DASHBOARD_WIDGET_ROUTES } from "./dashboards/widgets.ts";
import { EVENT_DEFINITION_ROUTES } from "./definitions/events.ts";
import { PROPERTY_DEFINITION_ROUTES } from "./definitions/properties.ts";
import { EARLY_ACCESS_ROUTES } from "./early-access/routes.ts";
import { ELEMENT_ROUTES } from "./elements/routes.ts";
import { ENVIRONMENT_ROUTES } from "./environments/routes.ts";
import { EVENT_ROUTES } from "./events/routes.ts";
import { EXPERIMENT_ROUTES } from "./experiments/crud.ts";
import { EXPERIMENT_LIFECYCLE_ROUTES } from "./experiments/lifecycle.ts";
import { EXPERIMENT_RESULT_ROUTES } from "./experiments/results.ts";
import { SAVED_METRIC_ROUTES } from "./experiments/saved-metrics.ts";
import { FLAG_ACTION_ROUTES } from "./flags/actions.ts";
import { APPROVAL_POLICY_ROUTES } from "./flags/approval-policies.ts";
import { FLAG_AUDIENCE_ROUTES } from "./flags/audience.ts";
import { CHANGE_REQUEST_ROUTES } from "./flags/change-requests.ts";
import { FLAG_ROUTES } from "./flags/crud.ts";
import { FLAG_EVALUATION_ROUTES } from "./flags/evaluation.ts";
import { FLAG_HISTORY_ROUTES } from "./flags/history.ts";
import { ORGANIZATION_FLAG_ROUTES } from "./flags/organization.ts";
import { FLAG_PEOPLE_ROUTES } from "./flags/people.ts";
import { PROJECT_CHANGE_REQUEST_ROUTES } from "./flags/project-change-requests.ts";
import { FLAG_STATE_ROUTES } from "./flags/states.ts";
import { FLAG_USAGE_ROUTES } from "./flags/usage.ts";
import { GROUP_EDIT_ROUTES } from "./groups/edit.ts";
import { GROUP_ROUTES } from "./groups/routes.ts";
import { HOLDOUT_ROUTES } from "./holdouts/routes.ts";
import { QUARANTINE_ROUTES } from "./ingestion/quarantine.ts";
import { INGESTION_ROUTES } from "./ingestion/routes.ts";
import { INSIGHT_VARIABLE_ROUTES } from "./insight-variables/routes.ts";
import { INSIGHT_ROUTES } from "./insights/routes.ts";
import { INSIGHT_VIEW_ROUTES } from "./insights/views.ts";
import { PERSONAL_KEY_ROUTES } from "./keys/personal.ts";
import { SECRET_KEY_ROUTES } from "./keys/secret.ts";
import { MAILBOX_ROUTES } from "./mailbox/routes.ts";
import { MCP_ROUTES } from "./mcp/routes.ts";
import { DOMAIN_ROUTES } from "./organizations/domains.ts";
import { INVITE_ROUTES } from "./organizations/invites.ts";
import { MEMBER_ROUTES } from "./organizations/members.ts";
import { REMOVAL_ROUTES } from "./organizations/removal.ts";
import { ROLE_ROUTES } from "./organizations/roles.ts";
import { ORGANIZATION_ROUTES } from "./organizations/routes.ts";
import { PERSON_DELETION_ROUTES } from "./persons/deletions.ts";
import { PERSON_EDIT_ROUTES } from "./persons/edit.ts";
import { MERGE_ROUTES } from "./persons/merges.ts";
import { PERSON_RELATED_ROUTES } from "./persons/related.ts";
import { PERSON_ROUTES } from "./persons/routes.ts";
import { DELETION_ROUTES } from "./privacy/deletions.ts";
import { DATA_EXPORT_ROUTES } from "./privacy/exports.ts";
import { DATA_IMPORT_ROUTES } from "./privacy/imports.ts";
import { RECEIPT_ROUTES } from "./privacy/receipts.ts";
import { RETENTION_ROUTES } from "./privacy/retention.ts";
import { PRIVACY_ROUTES } from "./privacy/settings.ts";
import { PROJECT_ROUTES } from "./projects/routes.ts";
import { PROPERTY_ROUTES } from "./query/properties.ts";
import { QUERY_ROUTES } from "./query/routes.ts";
import { RELEASE_ROUTES } from "./releases/routes.ts";
import { SAVED_QUERY_ROUTES } from "./saved-queries/routes.ts";
import { SCHEDULED_CHANGE_ROUTES } from "./scheduled-changes/routes.ts";
import { SHARING_ROUTES } from "./sharing/configuration.ts";
import { PUBLIC_SHARING_ROUTES } from "./sharing/public.ts";
import { STATUS_ROUTES } from "./status/routes.ts";
import { SUBSCRIPTION_ROUTES } from "./subscriptions/routes.ts";
import { UNSUBSCRIBE_ROUTES } from "./subscriptions/unsubscribe.ts";
import { HOME_SETTINGS_ROUTES } from "./users/home.ts";
import { USER_ROUTES } from "./users/me.ts";
import { WEB_ANALYTICS_ROUTES } from "./web-analytics/routes.ts";

/** Every route of the public API: what the router serves, the description lists and the permission tests iterate. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...ACCOUNT_ROUTES,
  ...LOG_IN_ROUTES,
  ...USER_ROUTES,
  ...HOME_SETTINGS_ROUTES,
  ...MAILBOX_ROUTES,
  ...STATUS_ROUTES,
  ...PUBLIC_SHARING_ROUTES,
  ...SHARING_ROUTES,
  ...SUBSCRIPTION_ROUTES,
  ...ALERT_ROUTES,
  ...UNSUBSCRIBE_ROUTES,
  ...ORGANIZATION_ROUTES,
  ...MEMBER_ROUTES,
  ...DOMAIN_ROUTES,
  ...INVITE_ROUTES,
  ...REMOVAL_ROUTES,
  ...ROLE_ROUTES,
  ...ACCESS_CONTROL_ROUTES,
  ...OBJECT_ACCESS_ROUTES,
  ...PROJECT_ROUTES,
  ...ENVIRONMENT_ROUTES,
  ...PERSONAL_KEY_ROUTES,
  ...SECRET_KEY_ROUTES,
  // Fixed names before `:flag`: the first route that fits answers.
  ...APPROVAL_POLICY_ROUTES,
  ...FLAG_AUDIENCE_ROUTES,
  ...FLAG_PEOPLE_ROUTES,
  ...FLAG_EVALUATION_ROUTES,
  ...FLAG_HISTORY_ROUTES,
  ...FLAG_USAGE_ROUTES,
  ...FLAG_ACTION_ROUTES,
  ...FLAG_STATE_ROUTES,
  ...CHANGE_REQUEST_ROUTES,
  ...PROJECT_CHANGE_REQUEST_ROUTES,
  ...ORGANIZATION_FLAG_ROUTES,
  ...RELEASE_ROUTES,
  ...FLAG_ROUTES,
  ...EXPERIMENT_RESULT_ROUTES,
  ...EXPERIMENT_LIFECYCLE_ROUTES,
  ...EXPERIMENT_ROUTES,
  ...SAVED_METRIC_ROUTES,
  ...BILLING_ROUTES,
  ...PLAN_ROUTES,
  ...COST_ROUTES,
  ...PAYMENT_NEWS_ROUTES,
  ...ARCHIVE_ROUTES,
  ...INVOICE_ROUTES,
  ...INGESTION_RULE_ROUTES,
  ...COHORT_MEMBER_ROUTES,
  ...SCHEDULED_CHANGE_ROUTES,
  ...EARLY_ACCESS_ROUTES,
  ...HOLDOUT_ROUTES,
  ...COHORT_ROUTES,
  ...ACTION_ROUTES,
  ...ANNOTATION_ROUTES,
  ...COMMENT_ROUTES,
  ...INSIGHT_VIEW_ROUTES,
  ...INSIGHT_ROUTES,
  ...DASHBOARD_TEMPLATE_ROUTES,
  ...DASHBOARD_TILE_ROUTES,
  ...DASHBOARD_WIDGET_ROUTES,
  ...DASHBOARD_STREAM_ROUTES,
  ...DASHBOARD_ROUTES,
  // Before `persons/:person` and `events/:uuid`.
  ...PROPERTY_ROUTES,
  ...EVENT_DEFINITION_ROUTES,
  ...PROPERTY_DEFINITION_ROUTES,
  ...EVENT_ROUTES,
  ...ELEMENT_ROUTES,
  ...WEB_ANALYTICS_ROUTES,
  ...RECEIPT_ROUTES,
  ...DELETION_ROUTES,
  ...PRIVACY_ROUTES,
  ...RETENTION_ROUTES,
  ...DATA_EXPORT_ROUTES,
  ...DATA_IMPORT_ROUTES,
  ...MERGE_ROUTES,
  ...PERSON_DELETION_ROUTES,
  ...PERSON_RELATED_ROUTES,
  ...PERSON_EDIT_ROUTES,
  ...PERSON_ROUTES,
  ...GROUP_EDIT_ROUTES,
  ...GROUP_ROUTES,
  ...INGESTION_ROUTES,
  ...QUARANTINE_ROUTES,
  ...ACTIVITY_ROUTES,
  ...ORGANIZATION_ACTIVITY_ROUTES,
  ...ADVANCED_ACTIVITY_ROUTES,
  ...MCP_ROUTES,
  ...QUERY_ROUTES,
  ...INSIGHT_VARIABLE_ROUTES,
  ...SAVED_QUERY_ROUTES,
];
