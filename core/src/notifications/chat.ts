import type { Block, MailContent } from "./blocks.ts";
import { renderBlockText } from "./render-text.ts";

/** Slack's control characters (api.slack.com: "Escaping text"). */
const escapeSlack = (text: string): string =>
  text.replace(/[&<>]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[char]!);

const MOST = 2900;
const cut = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text);

/** The body of a Slack (or Mattermost) incoming web hook that says what the mail says. */
export function slackBody(mail: MailContent): { text: string; blocks: object[] } {
  const blocks = mail.blocks.map((block) => ({
    type: "section",
    text: { type: "mrkdwn", text: cut(slackText(block)) },
  }));
  const title = { type: "header", text: { type: "plain_text", text: mail.subject.slice(0, 150) } };
  const foot = {
    type: "context",
    elements: [{ type: "plain_text", text: mail.footer.slice(0, 2000) }],
  };
  // Slack takes fifty blocks.
  return { text: escapeSlack(mail.subject), blocks: [title, ...blocks.slice(0, 48), foot] };
}

function slackText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return block.url
        ? `*<${slackUrl(block.url)}|${escapeSlack(block.text)}>*`
        : `*${escapeSlack(block.text)}*`;
    case "button":
      return `<${slackUrl(block.url)}|${escapeSlack(block.label)}>`;
    case "table":
    case "code":
      return `\`\`\`${escapeSlack(renderBlockText(block)).slice(0, MOST - 10)}\`\`\``;
    default:
      return escapeSlack(renderBlockText(block));
  }
}

const slackUrl = (url: string): string => url.replace(/[<>|]/g, encodeURIComponent);

/** The body of a Microsoft Teams or Discord web hook: plain text under both of their names. */
export function plainBody(mail: MailContent): { text: string; content: string } {
  const text = [mail.subject, ...mail.blocks.map(renderBlockText)].join("\n\n");
  return { text, content: text.slice(0, 1900) };
}
