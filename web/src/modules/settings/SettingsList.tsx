/** Every section of the settings, in groups; arrow keys move along it. */
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import type { KeyboardEvent } from "react";
import { classes } from "@/lib/classes";
import { SETTINGS_GROUPS, type SettingsPage } from "@/records/modules";
import styles from "./list.module.css";
import { useSections } from "./sections";
import { settings } from "./strings";

/** `alone` where it fills the page. */
export function SettingsList({ alone = false }: { alone?: boolean }) {
  const t = settings.useText();
  const sections = useSections();
  const waiting = useWaiting(sections);
  return (
    <nav
      aria-label={t("sections")}
      className={classes(styles.list, alone ? styles.alone : styles.beside)}
      onKeyDown={move}
    >
      {SETTINGS_GROUPS.map((group) => {
        const pages = sections.filter((page) => page.group === group);
        return (
          pages.length > 0 && (
            <div key={group}>
              <p id={`settings-${group}`} className={styles.group}>
                {t(`group_${group}`)}
              </p>
              <ul aria-labelledby={`settings-${group}`}>
                {pages.map((page) => (
                  <li key={page.path}>
                    <Link
                      to={page.path}
                      activeOptions={{ includeSearch: false }}
                      className={styles.item}
                      activeProps={{ className: styles.on, "aria-current": "page" }}
                    >
                      <page.icon size={16} strokeWidth={1.6} aria-hidden />
                      <span className="grow ellipsis">{page.label()}</span>
                      {(waiting.get(page.path) ?? 0) > 0 && (
                        <b className={styles.count}>{waiting.get(page.path)}</b>
                      )}
                      {alone && <ChevronRight size={16} className={styles.into} aria-hidden />}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          )
        );
      })}
    </nav>
  );
}

function useWaiting(sections: readonly SettingsPage[]): Map<string, number> {
  const asked = sections.filter((page) => page.waiting);
  const counts = useQueries({
    queries: asked.map(({ path, waiting }) => ({
      queryKey: ["waiting", path],
      queryFn: () => waiting?.() ?? 0,
      staleTime: 60_000,
    })),
  });
  return new Map(asked.map(({ path }, index) => [path, counts[index]?.data ?? 0]));
}

function move(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  links[(to + links.length) % links.length]?.focus();
}
