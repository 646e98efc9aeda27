/** Search, create, jobs, help and me. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  CircleHelp,
  Languages,
  LogOut,
  Monitor,
  Moon,
  Plus,
  Rows3,
  Rows4,
  Search,
  Settings,
  Sun,
} from "lucide-react";
import { commandKey } from "@/lib/media";
import { usePreferences } from "@/lib/preferences";
import { useLanguage } from "@/lib/strings";
import { useMay, useMeta, useSay } from "@/metadata";
import { openCreate } from "@/records/create";
import { moduleOf } from "@/records/modules";
import { Avatar, Kbd, Tag } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { iconOf } from "@/ui/icons";
import { Menu, type MenuEntry, MenuList } from "@/ui/Menu";
import { Popover } from "@/ui/overlay";
import { JobTray } from "./JobTray";
import styles from "./Shell.module.css";
import { setOwn, signOut } from "./session";
import { app } from "./strings";

interface TopBarProps {
  onFind: () => void;
  onHelp: () => void;
}

export function TopBar({ onFind, onHelp }: TopBarProps) {
  const t = app.useText();
  const { demo } = useMeta();
  const creatable = useCreatable();
  return (
    <header className={styles.top}>
      <button type="button" className={styles.find} onClick={onFind}>
        <Search size={14} aria-hidden />
        <span className="grow ellipsis">{t("find")}</span>
        <span className="hide-phone" aria-hidden>
          <Kbd>{commandKey === "⌘" ? "⌘K" : "Ctrl K"}</Kbd>
        </span>
      </button>
      <span className="grow" />
      {demo && (
        <span className="hide-phone">
          <Tag tone="warn">{t("demo")}</Tag>
        </span>
      )}
      {creatable.length > 0 && (
        <Menu
          label={t("new")}
          align="end"
          entries={creatable}
          trigger={({ ref, ...props }) => (
            <Button variant="primary" icon={Plus} ref={ref} {...props} className="hide-phone">
              {t("new")}
            </Button>
          )}
        />
      )}
      <JobTray />
      <Button variant="ghost" icon={CircleHelp} label={t("help")} onClick={onHelp} className="hide-phone" />
      <MeMenu onHelp={onHelp} />
    </header>
  );
}

/** One entry for each object this reader may create. */
export function useCreatable(): MenuEntry[] {
  const meta = useMeta();
  const say = useSay();
  const may = useMay();
  const navigate = useNavigate();
  return meta.objects
    .filter((object) => may(object.key, "create"))
    .map((object) => ({
      key: object.key,
      label: say(object.label),
      icon: iconOf(object.icon),
      onSelect: () => {
        const path = moduleOf(object.key).createPath;
        if (path) void navigate({ to: path });
        else openCreate({ object: object.key });
      },
    }));
}

function MeMenu({ onHelp }: { onHelp: () => void }) {
  const t = app.useText();
  const { user } = useMeta();
  const client = useQueryClient();
  const navigate = useNavigate();
  const language = useLanguage();
  const { theme, density } = usePreferences();
  const own = (change: Parameters<typeof setOwn>[1]) => void setOwn(client, change);
  const entries: MenuEntry[] = [
    {
      key: "language",
      label: language === "en" ? "中文" : "English",
      icon: Languages,
      onSelect: () => own({ language: language === "en" ? "zh-CN" : "en" }),
    },
    { key: "t", heading: t("theme") },
    {
      key: "light",
      label: t("light"),
      icon: Sun,
      checked: theme === "light",
      onSelect: () => own({ theme: "light" }),
    },
    {
      key: "dark",
      label: t("dark"),
      icon: Moon,
      checked: theme === "dark",
      onSelect: () => own({ theme: "dark" }),
    },
    {
      key: "system",
      label: t("system"),
      icon: Monitor,
      checked: theme === "system",
      onSelect: () => own({ theme: "system" }),
    },
    { key: "d", heading: t("density") },
    {
      key: "compact",
      label: t("compact"),
      icon: Rows4,
      checked: density === "compact",
      onSelect: () => own({ density: "compact" }),
    },
    {
      key: "comfortable",
      label: t("comfortable"),
      icon: Rows3,
      checked: density === "comfortable",
      onSelect: () => own({ density: "comfortable" }),
    },
    { key: "s", separator: true },
    {
      key: "settings",
      label: t("settings"),
      icon: Settings,
      onSelect: () => void navigate({ to: "/settings" }),
    },
    { key: "help", label: t("help"), icon: CircleHelp, onSelect: onHelp },
    {
      key: "out",
      label: t("signOut"),
      icon: LogOut,
      onSelect: () =>
        void signOut()
          .then(() => navigate({ to: "/sign-in" }))
          .then(() => client.clear()),
    },
  ];
  return (
    <Popover
      label={t("me")}
      role="menu"
      align="end"
      trigger={({ ref, ...props }) => (
        <button type="button" ref={ref} className={styles.person} aria-label={t("me")} {...props}>
          <Avatar name={user.name} size={26} />
        </button>
      )}
    >
      {(close) => (
        <>
          <div className={styles.who} role="presentation">
            <b>{user.name}</b>
            <span className="muted">{user.email}</span>
          </div>
          <MenuList entries={entries} onDone={close} />
        </>
      )}
    </Popover>
  );
}
