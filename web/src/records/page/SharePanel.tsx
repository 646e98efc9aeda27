/** Who works on a record besides its owner, and as what: people, teams and departments it is opened to. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Network, Pencil, Plus, UsersRound, X } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { addShare, removeShare, sharesOf } from "@/api/records";
import type { NewShare, ObjectMeta, PersonRef, Row, Share } from "@/api/types";
import { useMeta } from "@/metadata";
import { Avatar, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { toast, toastUndo } from "@/ui/toast";
import type { Mine } from "../mine";
import { useProblemToast } from "../trouble";
import styles from "./rights.module.css";
import { ShareForm } from "./ShareForm";
import { page } from "./strings";

interface SharePanelProps {
  object: ObjectMeta;
  row: Row;
  mine: Mine;
  title: string;
  /** Shown first, where the list stands for the record's whole team. */
  owner?: PersonRef | null;
}

export function SharePanel({ object, row, mine, title, owner }: SharePanelProps) {
  const t = page.useText();
  const { user } = useMeta();
  const client = useQueryClient();
  const complain = useProblemToast(object.key);
  const [editing, setEditing] = useState<Share | "new" | null>(null);
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
      const { kind, receiver, access, part, title: name } = share;
      toastUndo(t("unshared", { name }), () => add({ [kind]: receiver, access, part }, name).catch(complain));
      refresh();
    } catch (problem) {
      complain(problem);
    }
  };
  const close = () => setEditing(null);
  const Heading = owner === undefined ? "h3" : "h2";
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.head}>
        <Heading>{title}</Heading>
        {editing === null && (
          <Button
            size="small"
            variant="ghost"
            icon={Plus}
            aria-disabled={!open}
            title={mine.why("edit")}
            className={open ? undefined : styles.closed}
            onClick={() => (open ? setEditing("new") : toast(mine.why("edit") ?? ""))}
          >
            {t("share")}
          </Button>
        )}
      </div>
      {editing === "new" && <ShareForm onShare={add} onClose={close} />}
      {shares.data?.length === 0 && editing === null && owner === undefined && (
        <p className="muted">{t("notShared")}</p>
      )}
      <ul className={styles.people}>
        {owner && (
          <li>
            <Avatar name={owner.title} size={26} />
            <span className={styles.person}>
              <b className="ellipsis">{owner.title}</b>
              <Tag tone="accent">{t("theOwner")}</Tag>
            </span>
          </li>
        )}
        {shares.data?.map((share) =>
          typeof editing === "object" && editing?.id === share.id ? (
            <li key={share.id} className={styles.editing}>
              <ShareForm share={share} onShare={add} onClose={close} />
            </li>
          ) : (
            <ShareLine
              key={share.id}
              share={share}
              {...(open ? { onEdit: () => setEditing(share) } : {})}
              {...(open || share.receiver === user.id ? { onDrop: () => void drop(share) } : {})}
            />
          ),
        )}
      </ul>
    </section>
  );
}

const MARKS = { team: UsersRound, department: Network };

interface ShareLineProps {
  share: Share;
  onEdit?: () => void;
  onDrop?: () => void;
}

function ShareLine({ share, onEdit, onDrop }: ShareLineProps) {
  const t = page.useText();
  const Mark = share.kind === "user" ? null : MARKS[share.kind];
  return (
    <li>
      {Mark ? (
        <span className={styles.team} aria-hidden>
          <Mark size={15} />
        </span>
      ) : (
        <Avatar name={share.title} size={26} />
      )}
      <span>
        <span className={styles.person}>
          <b className="ellipsis">{share.title}</b>
          {share.part && <Tag>{share.part}</Tag>}
        </span>
        <span className={styles.reason}>{t(share.access === "edit" ? "shareEdit" : "shareView")}</span>
      </span>
      <span className={styles.acts}>
        {onEdit && (
          <Button
            size="small"
            variant="ghost"
            icon={Pencil}
            label={t("changeShare", { name: share.title })}
            onClick={onEdit}
          />
        )}
        {onDrop && (
          <Button
            size="small"
            variant="ghost"
            icon={X}
            label={t("unshare", { name: share.title })}
            onClick={onDrop}
          />
        )}
      </span>
    </li>
  );
}
