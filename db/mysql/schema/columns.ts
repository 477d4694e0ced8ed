import { customType, datetime } from "drizzle-orm/mysql-core";

/** Text compared byte by byte: keys, tokens, ids. The charset is explicit so that every server stores it the same. */
export const bytes = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 255}) character set utf8mb4 collate utf8mb4_bin`,
});

/** Text compared without case: names and e-mail addresses. */
export const label = customType<{ data: string; config: { length: number } }>({
  dataType: (config) => `varchar(${config?.length ?? 255}) character set utf8mb4 collate utf8mb4_general_ci`,
});

/** Long text without an index. */
export const longText = customType<{ data: string }>({
  dataType: () => "longtext character set utf8mb4 collate utf8mb4_bin",
});

const document = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => "json",
  toDriver: (value) => JSON.stringify(value),
  // MariaDB reports JSON columns as text, MySQL as JSON (already parsed by the driver).
  fromDriver: (value) => (typeof value === "string" ? JSON.parse(value) : value),
});

/** A JSON object or array (never a bare string). */
export const json = <T>(name: string) => document(name).$type<T>();

/** UUIDv7 in text form, made by the application. */
export const uuid = (name: string) => bytes(name, { length: 36 });

/** UTC with milliseconds. */
export const time = (name: string) => datetime(name, { fsp: 3 });
