/** The phone's bar at the thumb: three places, create, and the rest in a sheet. */
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { CircleHelp, Ellipsis, Plus, Settings } from "lucide-react";
import { classes } from "@/lib/classes";
import { Menu, type MenuEntry } from "@/ui/Menu";
import styles from "./Shell.module.css";
import { app } from "./strings";
import { useCreatable } from "./TopBar";
import { type Place, usePlaces } from "./useNavigation";

export function BottomBar({ onHelp }: { onHelp: () => void }) {
  const t = app.useText();
  const navigate = useNavigate();
  const places = usePlaces();
  const creatable = useCreatable();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const first = ["home", "contact", "campaign"]
    .map((key) => places.find((place) => place.key === key))
    .filter((place) => place !== undefined);
  const shown = first.length >= 3 ? first : places.slice(0, 3);
  const rest: MenuEntry[] = [
    ...places
      .filter((place) => !shown.includes(place))
      .map((place) => ({
        key: place.key,
        label: place.waiting ? `${place.label} (${place.waiting})` : place.label,
        icon: place.icon,
        onSelect: () => void navigate({ to: place.path }),
      })),
    {
      key: "settings",
      label: t("settings"),
      icon: Settings,
      onSelect: () => void navigate({ to: "/settings" }),
    },
    { key: "help", label: t("help"), icon: CircleHelp, onSelect: onHelp },
  ];
  const link = (place: Place | undefined) =>
    place && (
      <Link
        to={place.path}
        className={classes(path.startsWith(place.path) && styles.active)}
        aria-current={path.startsWith(place.path) ? "page" : undefined}
      >
        <place.icon size={19} strokeWidth={1.7} aria-hidden />
        <span className="ellipsis">{place.label}</span>
      </Link>
    );
  return (
    <nav className={styles.bottom} aria-label={t("navigation")}>
      {link(shown[0])}
      {link(shown[1])}
      <Menu
        label={t("new")}
        entries={creatable}
        trigger={({ ref, ...props }) => (
          <button type="button" ref={ref} className={styles.plus} aria-label={t("new")} {...props}>
            <Plus size={27} strokeWidth={1.8} aria-hidden />
          </button>
        )}
      />
      {link(shown[2])}
      <Menu
        label={t("more")}
        entries={rest}
        trigger={({ ref, ...props }) => (
          <button type="button" ref={ref} {...props}>
            <Ellipsis size={19} aria-hidden />
            {t("more")}
          </button>
        )}
      />
    </nav>
  );
}
