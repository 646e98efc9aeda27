/** The record's team: its owner, and everybody it is shared with, with the part each has. */
import type { ObjectMeta, PersonRef, Row } from "@/api/types";
import { Card } from "@/ui/atoms";
import { useMine } from "../mine";
import styles from "./page.module.css";
import { SharePanel } from "./SharePanel";
import { page } from "./strings";

export function Team({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = page.useText();
  const mine = useMine(object, row.id);
  const owner = (row.owner as PersonRef | null | undefined) ?? null;
  return (
    <Card className={styles.related}>
      <SharePanel object={object} row={row} mine={mine} title={t("team")} owner={owner} />
    </Card>
  );
}
