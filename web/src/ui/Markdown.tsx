/** A small Markdown reader for our own guides: headings, paragraphs, lists, tables of keys, code, links, emphasis. */
import { Fragment, type ReactNode } from "react";
import styles from "./Markdown.module.css";

const INLINE = /(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*|!?\[[^\]]*\]\([^)\s]+\))/g;

function inline(text: string): ReactNode[] {
  return text.split(INLINE).map((part, index) => {
    const key = `${index}${part}`;
    if (part.startsWith("`")) return <code key={key}>{part.slice(1, -1)}</code>;
    if (part.startsWith("**")) return <b key={key}>{inline(part.slice(2, -2))}</b>;
    if (/^\*[^*]/.test(part) && part.endsWith("*")) return <em key={key}>{part.slice(1, -1)}</em>;
    const link = /^(!?)\[([^\]]*)\]\(([^)\s]+)\)$/.exec(part);
    if (!link) return <Fragment key={key}>{part}</Fragment>;
    const [, image, label, href = ""] = link;
    if (image) return <img key={key} src={href} alt={label} />;
    const safe = /^(https?:|mailto:|\/|#)/.test(href) ? href : "#";
    return (
      <a
        key={key}
        href={safe}
        target={safe.startsWith("http") ? "_blank" : undefined}
        rel="noreferrer noopener"
      >
        {label}
      </a>
    );
  });
}

type Block =
  | { kind: "h1" | "h2" | "h3" | "p" | "code" | "quote"; text: string }
  | { kind: "ul" | "ol"; items: string[] }
  | { kind: "table"; rows: string[][] };

function blocksOf(source: string): Block[] {
  const blocks: Block[] = [];
  let fence: string[] | null = null;
  for (const line of source.replace(/^---\n[\s\S]*?\n---\n/, "").split("\n")) {
    if (line.startsWith("```")) {
      if (fence) blocks.push({ kind: "code", text: fence.join("\n") });
      fence = fence ? null : [];
      continue;
    }
    if (fence) {
      fence.push(line);
      continue;
    }
    const heading = /^(#{1,3})\s+(.*)/.exec(line);
    const item = /^\s*(?:([-*])|\d+[.)])\s+(.*)/.exec(line);
    const last = blocks.at(-1);
    if (heading) blocks.push({ kind: `h${heading[1]?.length ?? 1}` as "h1", text: heading[2] ?? "" });
    else if (item) {
      const kind = item[1] ? "ul" : "ol";
      if (last?.kind === kind) last.items.push(item[2] ?? "");
      else blocks.push({ kind, items: [item[2] ?? ""] });
    } else if (line.startsWith("|")) {
      const cells = line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      if (cells.every((cell) => /^:?-+:?$/.test(cell))) continue;
      if (last?.kind === "table") last.rows.push(cells);
      else blocks.push({ kind: "table", rows: [cells] });
    } else if (line.startsWith("> ")) blocks.push({ kind: "quote", text: line.slice(2) });
    else if (!line.trim()) blocks.push({ kind: "p", text: "" });
    else if (last && (last.kind === "ul" || last.kind === "ol") && /^\s{2,}/.test(line))
      last.items[last.items.length - 1] += ` ${line.trim()}`;
    else if (last?.kind === "p" && last.text) last.text += ` ${line.trim()}`;
    else blocks.push({ kind: "p", text: line.trim() });
  }
  return blocks.filter((block) => !(block.kind === "p" && !block.text));
}

function draw(block: Block, key: string): ReactNode {
  switch (block.kind) {
    case "ul":
    case "ol": {
      const List = block.kind;
      return (
        <List key={key}>
          {block.items.map((item) => (
            <li key={item}>{inline(item)}</li>
          ))}
        </List>
      );
    }
    case "table":
      return (
        <table key={key}>
          <tbody>
            {block.rows.map((row) => (
              <tr key={row.join("|")}>
                {row.map((cell) => (
                  <td key={cell}>{inline(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case "code":
      return <pre key={key}>{block.text}</pre>;
    case "quote":
      return <blockquote key={key}>{inline(block.text)}</blockquote>;
    default: {
      const Tag = block.kind;
      return <Tag key={key}>{inline(block.text)}</Tag>;
    }
  }
}

export function Markdown({ source }: { source: string }) {
  return (
    <div className={styles.markdown}>
      {blocksOf(source).map((block, index) => draw(block, `${index}${block.kind}`))}
    </div>
  );
}
