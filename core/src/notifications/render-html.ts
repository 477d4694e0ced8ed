import type { Block, MailContent, TableRow } from "./blocks.ts";
import { escapeHtml, safeUrl } from "./escape.ts";

// Colours stand in the style sheet for clients that know dark mode, and inline for those that drop it.
const INK = "#18181b";
const MUTED = "#52525b";
const LINE = "#e4e4e7";
const ACCENT = "#0b6b57";
const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

const DARK = `@media (prefers-color-scheme:dark){
body,.page{background:#09090b!important}
.card{background:#18181b!important;border-color:#3f3f46!important}
.ink,.ink a,td,th{color:#fafafa!important;border-color:#3f3f46!important}
.muted,.muted a{color:#a1a1aa!important}
.code{background:#27272a!important;color:#fafafa!important}
.button,.bar{background:#12806a!important}
}`;

/** A mail as an HTML document that reads in light and in dark: the only layout. */
export function renderHtml(mail: MailContent): string {
  const preview = escapeHtml(mail.preview ?? "");
  const stop = mail.unsubscribeUrl
    ? ` <a href="${safeUrl(mail.unsubscribeUrl)}" style="color:${MUTED}">Unsubscribe</a>`
    : "";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(mail.subject)}</title><style>${DARK}</style></head>
<body style="margin:0;background:#f4f4f5">
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<div class="page" style="background:#f4f4f5;padding:24px 12px;${FONT}">
<div class="card" style="max-width:600px;margin:0 auto;background:#fff;border:1px solid ${LINE};border-radius:8px;padding:24px">
<div class="ink" style="color:${INK};font-size:13px;font-weight:600;margin-bottom:16px">Edgewise</div>
${mail.blocks.map(renderBlock).join("\n")}
</div>
<div class="muted" style="max-width:600px;margin:12px auto 0;color:${MUTED};font-size:12px;line-height:18px">${escapeHtml(mail.footer)}${stop}</div>
</div></body></html>`;
}

const paragraphs = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>");

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "text":
      return `<p class="ink" style="color:${INK};font-size:15px;line-height:22px;margin:0 0 16px">${paragraphs(block.text)}</p>`;
    case "heading": {
      const text = escapeHtml(block.text);
      const inner = block.url
        ? `<a href="${safeUrl(block.url)}" style="color:${INK};text-decoration:none">${text}</a>`
        : text;
      return `<h2 class="ink" style="color:${INK};font-size:17px;line-height:24px;margin:0 0 8px">${inner}</h2>`;
    }
    case "button":
      return `<p style="margin:0 0 16px"><a class="button" href="${safeUrl(block.url)}" style="display:inline-block;background:${ACCENT};color:#fff;font-size:15px;font-weight:600;text-decoration:none;padding:10px 16px;border-radius:6px">${escapeHtml(block.label)}</a></p>`;
    case "code":
      return `<p class="code" style="background:#f4f4f5;color:${INK};font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px;line-height:20px;padding:12px;border-radius:6px;margin:0 0 16px;word-break:break-all">${paragraphs(block.text)}</p>`;
    case "small": {
      const link = block.link
        ? ` <a href="${safeUrl(block.link.url)}" style="color:${MUTED}">${escapeHtml(block.link.label)}</a>`
        : "";
      return `<p class="muted" style="color:${MUTED};font-size:13px;line-height:20px;margin:0 0 16px">${paragraphs(block.text)}${link}</p>`;
    }
    case "table":
      return renderTable(block.columns, block.rows);
  }
}

function renderTable(columns: readonly string[], rows: readonly TableRow[]): string {
  const side = (index: number) => (index === 0 ? "left" : "right");
  const cell = (tag: "td" | "th", text: string, index: number, more = "") =>
    `<${tag} align="${side(index)}" style="color:${tag === "th" ? MUTED : INK};font-size:14px;line-height:20px;padding:6px 8px;border-bottom:1px solid ${LINE};font-weight:${tag === "th" ? 600 : 400}">${escapeHtml(text)}${more}</${tag}>`;
  const head = columns.map((text, index) => cell("th", text, index)).join("");
  const body = rows.map(({ cells, share }) => {
    const bar = share === undefined ? "" : renderBar(share);
    return `<tr>${cells.map((text, index) => cell("td", text, index, index === 0 ? bar : "")).join("")}</tr>`;
  });
  return `<table role="table" width="100%" cellspacing="0" cellpadding="0" style="border-collapse:collapse;margin:0 0 16px"><tr>${head}</tr>${body.join("")}</table>`;
}

function renderBar(share: number): string {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return `<div class="bar" style="height:4px;width:${width}%;background:${ACCENT};border-radius:2px;margin-top:4px"></div>`;
}
