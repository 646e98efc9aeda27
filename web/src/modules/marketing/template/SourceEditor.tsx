/** The HTML of a mail as text: numbered lines, marked problems, tools that write around the selection. */
import {
  Bold,
  Heading,
  Image,
  Link as LinkIcon,
  type LucideIcon,
  Minus,
  Pilcrow,
  RectangleHorizontal,
} from "lucide-react";
import { type RefObject, useRef } from "react";
import { classes } from "@/lib/classes";
import { Button } from "@/ui/Button";
import { marketing } from "../strings";
import { InsertMenu } from "./InsertMenu";
import { type Edit, insert, wrap } from "./merge";
import { PIECES, type Piece } from "./starter";
import styles from "./template.module.css";

const ICONS: Record<Piece["key"], LucideIcon> = {
  addHeading: Heading,
  addParagraph: Pilcrow,
  bold: Bold,
  addLink: LinkIcon,
  addButton: RectangleHorizontal,
  addImage: Image,
  addDivider: Minus,
};

interface SourceEditorProps {
  value: string;
  onChange: (value: string) => void;
  badLines: ReadonlySet<number>;
  area: RefObject<HTMLTextAreaElement | null>;
  readOnly: boolean;
}

export function SourceEditor({ value, onChange, badLines, area, readOnly }: SourceEditorProps) {
  const t = marketing.useText();
  const gutter = useRef<HTMLDivElement>(null);
  const apply = (make: (from: number, to: number) => Edit) => {
    const node = area.current;
    if (!node) return;
    const edit = make(node.selectionStart, node.selectionEnd);
    onChange(edit.text);
    requestAnimationFrame(() => {
      node.focus();
      node.setSelectionRange(edit.from, edit.to);
    });
  };
  const lines = value.split("\n").length;
  return (
    <div className={styles.editor}>
      {!readOnly && (
        <div role="toolbar" aria-label={t("tools")} className={styles.toolbar}>
          {PIECES.map((piece) => (
            <Button
              key={piece.key}
              size="small"
              variant="ghost"
              icon={ICONS[piece.key]}
              label={t(piece.key)}
              onClick={() => apply((from, to) => wrap(value, from, to, piece.before, piece.after))}
            />
          ))}
          <span className="grow" />
          <InsertMenu
            place={t("body")}
            onInsert={(tag) => apply((from, to) => insert(value, from, to, tag))}
          />
        </div>
      )}
      <div className={styles.code}>
        <div ref={gutter} className={styles.gutter} aria-hidden>
          {Array.from({ length: lines }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its number
            <span key={index} className={classes(badLines.has(index + 1) && styles.bad)}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          ref={area}
          aria-label={t("body")}
          aria-invalid={badLines.size > 0 || undefined}
          className={classes(styles.area, "scroll")}
          spellCheck={false}
          readOnly={readOnly}
          wrap="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
}
