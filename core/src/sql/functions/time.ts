import { entries } from "./entry.ts";

const UNITS = ["Second", "Minute", "Hour", "Day", "Week", "Month", "Quarter", "Year"];

const perUnit = (pattern: string): string => UNITS.map((unit) => pattern.replaceAll("@", unit)).join(" ");

/** Dates and times. Datetime columns reach them in the project's time zone. */
export const TIME = [
  ...entries(`${perUnit("toInterval@:1")} toIntervalMillisecond:1 toIntervalMicrosecond:1`, {
    type: "interval",
  }),
  ...entries("now:0 now64:0-1", {
    type: "datetime",
    nulls: "never",
    anyCase: true,
    template: "now64(6, $tz)",
  }),
  ...entries(
    `nowInBlock:0=now64(6, $tz)
     current_timestamp:0=now64(6, $tz)`,
    { type: "datetime", nulls: "never", anyCase: true },
  ),
  ...entries(
    `today:0!=toDate(now64(6, $tz))
     current_date:0!=toDate(now64(6, $tz))
     yesterday:0!=(toDate(now64(6, $tz)) - 1)
     toMonday:1 toStartOfYear:1 toStartOfQuarter:1 toStartOfMonth:1 toStartOfISOYear:1 toLastDayOfMonth:1 toLastDayOfWeek:1-2
     toStartOfWeek:1-2 makeDate:2-3 toDate:1-2
     to_date:1=toDate($1)
     make_date:3=makeDate($1, $2, $3)
     fromModifiedJulianDay:1=fromModifiedJulianDayOrNull($1)`,
    { type: "date" },
  ),
  ...entries(
    `toStartOfDay:1 toStartOfHour:1 toStartOfMinute:1 toStartOfSecond:1 toStartOfFiveMinutes:1 toStartOfTenMinutes:1
     toStartOfFifteenMinutes:1 toStartOfFiveMinute:1 toStartOfInterval:2-3 timeSlot:1 toDateTime64:1-3 makeDateTime:6-7
     fromUnixTimestamp:1-2 fromUnixTimestamp64Milli:1-2 fromUnixTimestamp64Micro:1-2
     fromUnixTimestamp64Nano:1-2 UUIDv7ToDateTime:1-2
     to_timestamp:1=fromUnixTimestamp64Milli(toInt64($1 * 1000), $tz)
     date_bin:2-3=toStartOfInterval($2, $1)
     make_timestamp:6=makeDateTime($1, $2, $3, $4, $5, $6, $tz)
     make_timestamptz:6-7=makeDateTime($*)
     parseDateTime:2?=parseDateTimeOrNull($1, $2, $tz)
     parseDateTimeBestEffort:1?=parseDateTime64BestEffortOrNull($1, 6, $tz)
     parseDateTimeBestEffortOrNull:1?=parseDateTime64BestEffortOrNull($1, 6, $tz)
     parseDateTime64BestEffort:1?=parseDateTime64BestEffortOrNull($1, 6, $tz)
     parseDateTime64BestEffortOrNull:1?=parseDateTime64BestEffortOrNull($1, 6, $tz)
     toDateTimeUS:1?=parseDateTime64BestEffortUSOrNull($1, 6, $tz)
     timezone:2=toTimeZone($2, $1)
     toTimeZone:2 toDateTime:1-2`,
    { type: "datetime" },
  ),
  ...entries(
    `dateTrunc:2-3 dateAdd:2-3 date_add:2-3 dateSub:2-3 date_sub:2-3
     date_trunc:2-3=dateTrunc($*)
     date_subtract:2-3=minus($1, $2)
     ${perUnit("add@s:2")} ${perUnit("subtract@s:2")} addMilliseconds:2 subtractMilliseconds:2 addInterval:2 subtractInterval:2 addDate:2 subDate:2`,
    { type: "datetime" },
  ),
  ...entries(
    `toYear:1 toQuarter:1 toMonth:1 toDayOfYear:1 toDayOfMonth:1 toDayOfWeek:1-2 toHour:1 toMinute:1 toSecond:1 toMillisecond:1
     toUnixTimestamp:1-2 toUnixTimestamp64Milli:1 toUnixTimestamp64Micro:1 toUnixTimestamp64Nano:1 toISOYear:1 toISOWeek:1 toWeek:1-2 toYearWeek:1-2
     toYYYYMM:1 toYYYYMMDD:1 toYYYYMMDDhhmmss:1 toRelativeYearNum:1 toRelativeQuarterNum:1 toRelativeMonthNum:1
     toRelativeWeekNum:1 toRelativeDayNum:1 toRelativeHourNum:1 toRelativeMinuteNum:1 toRelativeSecondNum:1
     dateDiff:3-4 age:3-4 timeZoneOffset:1
     date_diff:3-4=dateDiff($*)
     datediff:3-4=dateDiff($*)
     dayOfWeek:1=toDayOfWeek($1)
     year:1=toYear($1)
     month:1=toMonth($1)
     day:1=toDayOfMonth($1)
     hour:1=toHour($1)
     minute:1=toMinute($1)
     second:1=toSecond($1)
     toModifiedJulianDay:1?=toModifiedJulianDayOrNull(toString($1))`,
    { type: "number" },
  ),
  ...entries(
    `formatDateTime:2-3 dateName:2-3 monthName:1 timeZoneOf:1 timeSlots:2-3>array formatDateTimeInJodaSyntax:2-3
     timeZone:0!=$tz
     to_char:2=formatDateTime($1, $2)`,
    { type: "string" },
  ),
];
