import type { ProductKey } from "@edgewise/core/billing/products.ts";

/** A time in which a product was only counted. ms since the epoch; `endedAt` null = it still is. */
export interface OverPeriod {
  readonly product: ProductKey;
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** When products of an organisation were over their limits. */
export class OverPeriods {
  readonly #sql: SqlStorage;
  readonly #open = new Set<string>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS over_periods (
      product TEXT, started_at INTEGER, ended_at INTEGER, PRIMARY KEY (product, started_at)) WITHOUT ROWID`);
    const open = sql.exec<{ product: string }>("SELECT product FROM over_periods WHERE ended_at IS NULL");
    for (const { product } of open) this.#open.add(product);
  }

  /** Notes how a product stands now; writes only when that changed. */
  note(product: ProductKey, over: boolean, now: number): void {
    if (over === this.#open.has(product)) return;
    if (over) {
      this.#open.add(product);
      this.#sql.exec("INSERT OR REPLACE INTO over_periods VALUES (?, ?, NULL)", product, now);
    } else {
      this.#open.delete(product);
      this.#sql.exec(
        "UPDATE over_periods SET ended_at = ? WHERE product = ? AND ended_at IS NULL",
        now,
        product,
      );
    }
  }

  /** Those that touch a time, oldest first. */
  between(from: number, to: number): OverPeriod[] {
    return this.#sql
      .exec<{ product: ProductKey; startedAt: number; endedAt: number | null }>(
        `SELECT product, started_at AS startedAt, ended_at AS endedAt FROM over_periods
         WHERE started_at < ? AND (ended_at IS NULL OR ended_at > ?) ORDER BY started_at`,
        to,
        from,
      )
      .toArray();
  }
}
