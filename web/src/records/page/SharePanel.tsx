/** To whom one record is opened beyond roles and rules: a person or a team, to look or to edit too, and as what. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, UsersRound, X } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { addShare, removeShare, sharesOf } from "@/api/records";
import type { NewShare, ObjectMeta, Row, Share } from "@/api/types";
import { useMeta } from "@/metadata";
import { Avatar, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { toast, toastUndo } from "@/ui/toast";
import { useProblemToast } from "../trouble";
import type { Mine } from "../mine";
import styles from "./rights.module.css";
import { ShareForm } from "./ShareForm";
import { page } from "./strings";

interface SharePanelProps {
  object: ObjectMeta;
  row: Row;
  mine: Mine;
}

export function SharePanel({ object, row, mine }: SharePanelProps) {
  const t = page.useText();
  const { user } = useMeta();
  const client = useQueryClient();
  const complain = useProblemToast(object.key);
  const [adding, setAdding] = useState(false);
  const shares = useQuery({
    queryKey: keys.shares(object.key, row.id),
    queryFn: () => sharesOf(object.key, row.id),
  });
  const open = mine.may("edit");
  const refresh = () => {
    for (const key of [keys.shares, keys.seers, keys.mine, keys.timeline])
      void client.invalidateQueries({ queryKey: key(object.key, row.id) });
  };
  const add = async (share: NewShare, name: string) => {
    await addShare(object.key, row.id, share);
    toast(t("shared", { name }), { tone: "good" });
    refresh();
  };
  const drop = async (share: Share) => {
    try {
      await removeShare(object.key, row.id, share.id);
      const { kind, receiver, access, part, title } = share;
      toastUndo(t("unshared", { name: title }), () =>
        add({ [kind]: receiver, access, part }, title).catch(complain),
      );
      refresh();
    } catch (problem) {
      complain(problem);
    }
  };
  return (
    <section className={styles.section} aria-label={t("sharedWith")}>
      <div className={styles.head}>
        <h3>{t("sharedWith")}</h3>
        {!adding && (
          <Button
            size="small"
            variant="ghost"
            icon={Plus}
            aria-disabled={!open}
            title={mine.why("edit")}
            className={open ? undefined : styles.closed}
            onClick={() => (open ? setAdding(true) : toast(mine.why("edit") ?? ""))}
          >
            {t("share")}
          </Button>
        )}
      </div>
      {adding && <ShareForm onShare={add} onClose={() => setAdding(false)} />}
      {shares.data?.length === 0 && !adding && <p className="muted">{t("notShared")}</p>}
      <ul className={styles.people}>
        {shares.data?.map((share) => (
          <li key={share.id}>
            {share.kind === "user" ? (
              <Avatar name={share.title} size={26} />
            ) : (
              <span className={styles.team} aria-hidden>
                <UsersRound size={15} />
              </span>
            )}
            <span>
              <span className={styles.person}>
                <b className="ellipsis">{share.title}</b>
                <span className="muted">{t(share.access === "edit" ? "shareEdit" : "shareView")}</span>
                {share.part && <Tag>{share.part}</Tag>}
              </span>
            </span>
            {(open || share.receiver === user.id) && (
              <Button
                size="small"
                variant="ghost"
                icon={X}
                label={t("unshare", { name: share.title })}
                onClick={() => void drop(share)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
