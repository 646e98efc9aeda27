/** The left navigation: places, the saved views of the object being looked at, settings. */
import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { PanelLeftClose, PanelLeftOpen, Settings } from "lucide-react";
import { keys } from "@/api/keys";
import { listRecords, listViews } from "@/api/records";
import { classes } from "@/lib/classes";
import { formatCount, formatNumber } from "@/lib/format";
import { setPreferences, usePreferences } from "@/lib/preferences";
import { useObject } from "@/metadata";
import { Button } from "@/ui/Button";
import styles from "./Shell.module.css";
import { app } from "./strings";
import { type Place, usePlaces } from "./useNavigation";

const COUNTED = new Set(["contact", "company", "order"]);

function Counted({ object }: { object: string }) {
  const meta = useObject(object);
  const { data } = useQuery({
    queryKey: keys.count(object, null),
    queryFn: async () =>
      (await listRecords(object, { limit: 1, fields: meta ? [meta.title_field] : [], count: "capped" }))
        .count,
    staleTime: 60_000,
  });
  return <span className={styles.count}>{data ? formatCount(data) : ""}</span>;
}

function Item({ place, folded }: { place: Place; folded: boolean }) {
  const { path, search } = useRouterState({
    select: (state) => ({
      path: state.location.pathname,
      search: state.location.search as { view?: string },
    }),
    structuralSharing: true,
  });
  const on = path === place.path || path.startsWith(`${place.path}/`);
  const views = useQuery({
    queryKey: keys.views,
    queryFn: listViews,
    staleTime: 60_000,
    enabled: on && Boolean(place.object),
  });
  const own =
    on && !folded ? (views.data ?? []).filter((view) => view.object === place.object).slice(0, 6) : [];
  const { icon: Icon } = place;
  return (
    <>
      <Link
        to={place.path}
        className={classes(
          styles.item,
          on && !(search.view && own.some((view) => view.id === search.view)) && styles.on,
        )}
        aria-current={on ? "page" : undefined}
        title={folded ? place.label : undefined}
        aria-label={folded ? place.label : undefined}
      >
        <Icon size={16} strokeWidth={1.6} aria-hidden />
        {!folded && <span className="grow ellipsis">{place.label}</span>}
        {!folded && place.waiting && <span className={styles.waiting}>{formatNumber(place.waiting)}</span>}
        {!folded && place.object && COUNTED.has(place.object) && <Counted object={place.object} />}
      </Link>
      {own.map((view) => (
        <Link
          key={view.id}
          to={place.path}
          search={{ view: view.id }}
          className={classes(styles.item, styles.sub, search.view === view.id && styles.on)}
        >
          <span className="ellipsis">{view.name}</span>
        </Link>
      ))}
    </>
  );
}

export function Navigation() {
  const t = app.useText();
  const { folded } = usePreferences();
  const places = usePlaces();
  const on = useRouterState({ select: (state) => state.location.pathname.startsWith("/settings") });
  return (
    <nav className={styles.side} aria-label={t("navigation")}>
      <div className={styles.brand}>
        <Link to="/" className={styles.seal} aria-label={t("home")}>
          知
        </Link>
        {!folded && <span className="grow">{t("name")}</span>}
        {!folded && (
          <Button
            variant="ghost"
            size="small"
            icon={PanelLeftClose}
            label={t("fold")}
            onClick={() => setPreferences({ folded: true })}
          />
        )}
      </div>
      <div className={classes(styles.places, "scroll")}>
        {places.map((place) => (
          <Item key={place.key} place={place} folded={folded} />
        ))}
      </div>
      {folded && (
        <Button
          variant="ghost"
          icon={PanelLeftOpen}
          label={t("unfold")}
          onClick={() => setPreferences({ folded: false })}
        />
      )}
      <Link
        to="/settings"
        className={classes(styles.item, on && styles.on)}
        aria-label={folded ? t("settings") : undefined}
        title={folded ? t("settings") : undefined}
      >
        <Settings size={16} strokeWidth={1.6} aria-hidden />
        {!folded && t("settings")}
      </Link>
    </nav>
  );
}
