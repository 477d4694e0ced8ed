/**
 * Days after which an organisation's meter makes one cell of all sources' and listens to none of them any more. Partitions
 * drop their own cells a few days before.
 */
export const FOLD_AFTER_DAYS = 40;
/** Usage can be asked for as far back; invoices and settled days stay in MySQL. */
export const KEPT_DAYS = 430;
