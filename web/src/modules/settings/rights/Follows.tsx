/** Switches: a record opens to whoever may view the record at one of its lookups. */
import { inSentence, useSay } from "@/metadata";
import { Card, Checkbox } from "@/ui/atoms";
import type { EditProps } from "./ActionGrid";
import type { MatrixObject } from "./api";
import { drafted, placeOf } from "./draft";
import styles from "./rights.module.css";
import { rights } from "./strings";

export function Follows({ objects, role, draft, onPut }: EditProps & { objects: MatrixObject[] }) {
  const t = rights.useText();
  const say = useSay();
  const able = objects.filter((object) => object.follows.length > 0);
  if (able.length === 0 || role.may_all) return null;
  return (
    <Card className={styles.follows}>
      <h2>{t("follows")}</h2>
      {able.flatMap((object) =>
        object.follows.map((field) => {
          const place = placeOf.follow(object.key, field.key);
          return (
            <label key={place} className={styles.check}>
              <Checkbox
                checked={drafted(role, draft, place) === true}
                onChange={(event) => onPut(place, event.target.checked)}
              />
              {t("followText", { object: say(object.label), field: inSentence(say(field.label)) })}
              {place in draft && <span className="muted">· {t("unsavedMark")}</span>}
            </label>
          );
        }),
      )}
    </Card>
  );
}
