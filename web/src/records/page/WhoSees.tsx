/** Who can see a record, why, and what they may do with it; and sharing it with more people. */
import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { rightsOf } from "@/api/records";
import type { ObjectMeta, RecordRights, Row } from "@/api/types";
import { useSay } from "@/metadata";
import { Avatar, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/Field";
import { Notice } from "@/ui/Notice";
import { Popover } from "@/ui/overlay";
import { useMine } from "../mine";
import styles from "./rights.module.css";
import { SharePanel } from "./SharePanel";
import { page } from "./strings";

/** The server names no more than this many. */
const MOST = 500;
/** From this many on, names are searched rather than read. */
const MANY = 12;

export function WhoSees({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = page.useText();
  return (
    <Popover
      label={t("whoSees")}
      align="end"
      trigger={({ ref, ...props }) => (
        <Button ref={ref} variant="ghost" icon={Eye} label={t("whoSees")} {...props} />
      )}
    >
      {() => <Panel object={object} row={row} />}
    </Popover>
  );
}

function Panel({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = page.useText();
  const mine = useMine(object, row.id);
  const found = useQuery({
    queryKey: keys.seers(object.key, row.id),
    queryFn: () => rightsOf(object.key, row.id, true),
  });
  const people = found.data?.people;
  return (
    <div className={styles.panel}>
      <h2>{t("whoSees")}</h2>
      <SharePanel object={object} row={row} mine={mine} title={t("sharedWith")} />
      {found.error && <Notice tone="danger">{found.error.message}</Notice>}
      {found.isPending && <Skeleton height={120} />}
      {people && <People people={people} />}
    </div>
  );
}

function People({ people }: { people: RecordRights["people"] }) {
  const t = page.useText();
  const say = useSay();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = people.filter((one) => one.name.toLowerCase().includes(wanted));
  const title = people.length < MOST ? "whoSeesCount" : "whoSeesMost";
  return (
    <section className={styles.section} aria-label={t(title, { count: people.length })}>
      <h3>{t(title, { count: people.length })}</h3>
      {people.length > MANY && (
        <TextInput
          aria-label={t("findPerson")}
          placeholder={t("findPerson")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <ul className={styles.people}>
        {shown.map((one) => (
          <li key={one.id}>
            <Avatar name={one.name} size={26} />
            <span>
              <span className={styles.person}>
                <b className="ellipsis">{one.name}</b>
                <span className="muted">
                  {t(
                    one.actions.includes("delete")
                      ? "mayDelete"
                      : one.actions.includes("edit")
                        ? "mayEdit"
                        : "mayView",
                  )}
                </span>
              </span>
              {one.reasons.map((reason) => (
                <span key={reason.text.en} className={styles.reason}>
                  {say(reason.text)}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
