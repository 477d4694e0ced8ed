import type { Block, MailContent, TableRow } from "./blocks.ts";

/** The same mail as plain text. */
export function renderText(mail: MailContent): string {
  const stop = mail.unsubscribeUrl ? `\nUnsubscribe: ${mail.unsubscribeUrl}` : "";
  return `${mail.blocks.map(renderBlockText).join("\n\n")}\n\n-- \n${mail.footer}${stop}\n`;
}

/** One block of it. */
export function renderBlockText(block: Block): string {
  switch (block.kind) {
    case "text":
    case "code":
      return block.text;
    case "heading":
      return block.url ? `${block.text}\n${block.url}` : block.text;
    case "button":
      return `${block.label}: ${block.url}`;
    case "small":
      return block.link ? `${block.text} ${block.link.label}: ${block.link.url}` : block.text;
    case "table":
      return renderTable(block.columns, block.rows);
  }
}

/** Columns as wide as their widest cell, numbers to the right. */
function renderTable(columns: readonly string[], rows: readonly TableRow[]): string {
  const lines = [columns, ...rows.map(({ cells }) => cells)];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? "").length)));
  const pad = (text: string, index: number) =>
    index === 0 ? text.padEnd(widths[index]!) : text.padStart(widths[index]!);
  return lines
    .map((line) =>
      columns
        .map((_, index) => pad(line[index] ?? "", index))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
