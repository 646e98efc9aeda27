/** HTML from elsewhere comes on one endless line; with blocks on lines of their own it can be read and pointed into. */
const CONTAINERS = new Set("blockquote center div ol table tbody tfoot thead tr ul".split(" "));
/** Blocks that end on the line they begin on. */
const LEAVES = new Set("h1 h2 h3 h4 h5 h6 hr li p td th".split(" "));
const LONG = 200;

/** Adds space between blocks where a line is too long to read; what is shown stays the same. */
export function tidy(html: string): string {
  if (!html.split("\n").some((line) => line.length > LONG)) return html;
  const lines: string[] = [""];
  let depth = 0;
  const begin = () => {
    if (lines.at(-1)?.trim()) lines.push("");
    lines[lines.length - 1] = "  ".repeat(Math.max(0, depth));
  };
  for (const part of html.split(/(<\/?[a-zA-Z][^>]*>)/)) {
    const tag = /^<(\/?)([a-zA-Z0-9]+)/.exec(part);
    const name = tag?.[2]?.toLowerCase() ?? "";
    const container = CONTAINERS.has(name);
    if (tag?.[1] && container) depth -= 1;
    if (container || (LEAVES.has(name) && !tag?.[1])) begin();
    lines[lines.length - 1] += lines.at(-1)?.trim() ? part : part.trimStart();
    if (!tag?.[1] && container) depth += 1;
    if (tag?.[1] && container) begin();
  }
  return `${lines
    .map((line) => line.trimEnd())
    .filter(Boolean)
    .join("\n")}\n`;
}
