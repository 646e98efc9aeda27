/** Records tied to this one, whichever of the two they were tied from. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowDownLeft, ArrowUpRight, Plus, X } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { addLink, linksOf, removeLink } from "@/api/records";
import type { ObjectMeta, RecordLink, Row } from "@/api/types";
import { classes } from "@/lib/classes";
import { objectOf, useMay, useMeta, useSay } from "@/metadata";
import { Card, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { iconOf } from "@/ui/icons";
import { toastUndo } from "@/ui/toast";
import { useProblemToast } from "../trouble";
import { LinkDialog } from "./LinkDialog";
import styles from "./page.module.css";
import { page } from "./strings";

export function Links({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = page.useText();
  const client = useQueryClient();
  const complain = useProblemToast(object.key);
  const mayEdit = useMay()(object.key, "edit");
  const [adding, setAdding] = useState(false);
  const { data, isPending } = useQuery({
    queryKey: keys.links(object.key, row.id),
    queryFn: () => linksOf(object.key, row.id),
  });
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ["related"] });
    void client.invalidateQueries({ queryKey: keys.timeline(object.key, row.id) });
  };
  const untie = async (link: RecordLink) => {
    try {
      await removeLink(object.key, row.id, link);
      toastUndo(t("linkRemoved"), async () => {
        // Tied again from the end it was tied from.
        if (link.outgoing) await addLink(object.key, row.id, link.id, link.kind).catch(complain);
        else await addLink(link.object, link.id, row.id, link.kind).catch(complain);
        refresh();
      });
    } catch (problem) {
      complain(problem);
    }
    refresh();
  };
  return (
    <Card className={styles.related}>
      <div className={styles.relatedHead}>
        <h2>
          {t("links")} {data && data.length > 0 && <span className="muted">{data.length}</span>}
        </h2>
        {mayEdit && (
          <Button
            variant="ghost"
            size="small"
            icon={Plus}
            label={t("addLink")}
            onClick={() => setAdding(true)}
          />
        )}
      </div>
      {isPending && <Skeleton width="70%" />}
      {data?.length === 0 && <p className="muted">{t("noLinks")}</p>}
      {data && data.length > 0 && (
        <ul>
          {data.map((link) => (
            <LinkLine
              key={link.id + link.kind + link.outgoing}
              link={link}
              {...(mayEdit ? { onRemove: () => void untie(link) } : {})}
            />
          ))}
        </ul>
      )}
      {adding && <LinkDialog object={object} row={row} onClose={() => setAdding(false)} onTied={refresh} />}
    </Card>
  );
}

function LinkLine({ link, onRemove }: { link: RecordLink; onRemove?: () => void }) {
  const t = page.useText();
  const say = useSay();
  const target = objectOf(useMeta(), link.object);
  const Icon = iconOf(target?.icon ?? "");
  const Way = link.outgoing ? ArrowUpRight : ArrowDownLeft;
  const way = t(link.outgoing ? "linkOut" : "linkBack", { kind: link.kind });
  return (
    <li className={classes(styles.relatedLine, styles.tie)}>
      <Link
        to="/o/$object/$id"
        params={{ object: link.object, id: link.id }}
        className={styles.relatedRow}
        title={say(target?.label)}
      >
        <span className={styles.tieName}>
          <Icon size={14} aria-hidden />
          <span className="ellipsis">{link.title || "—"}</span>
        </span>
        {link.kind && (
          <span className={classes(styles.tieKind, "muted")} title={way}>
            <Way size={12} role="img" aria-label={way} />
            <span className="ellipsis" aria-hidden>
              {link.kind}
            </span>
          </span>
        )}
      </Link>
      {onRemove && (
        <Button
          variant="ghost"
          size="small"
          icon={X}
          label={t("removeLink", { name: link.title })}
          onClick={onRemove}
        />
      )}
    </li>
  );
}
