/** Ctrl/⌘ K: records by name, pinyin, phone or e-mail; places to go; things to make and to switch. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Languages, type LucideIcon, Search, SunMoon } from "lucide-react";
import { type ReactNode, useDeferredValue, useState } from "react";
import { keys } from "@/api/keys";
import { search } from "@/api/queries";
import { shownTheme } from "@/lib/preferences";
import { language } from "@/lib/strings";
import { inSentence, objectOf, useMay, useMeta, useSay } from "@/metadata";
import { openCreate } from "@/records/create";
import { moduleOf, modules } from "@/records/modules";
import { Avatar, Kbd } from "@/ui/atoms";
import { Dialog } from "@/ui/Dialog";
import { useEnter } from "@/ui/enter";
import { iconOf } from "@/ui/icons";
import styles from "./Palette.module.css";
import { setOwn } from "./session";
import { app } from "./strings";
import { usePlaces } from "./useNavigation";

interface Action {
  key: string;
  icon: LucideIcon;
  label: string;
  words?: string | undefined;
  run: () => void;
}

export default function Palette({ onClose }: { onClose: () => void }) {
  const t = app.useText();
  const say = useSay();
  const meta = useMeta();
  const may = useMay();
  const admin = meta.user.roles.includes("administrator");
  const client = useQueryClient();
  const navigate = useNavigate();
  const places = usePlaces();
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: keys.search(wanted, ""),
    queryFn: ({ signal }) => search(wanted, undefined, 6, signal),
    enabled: wanted.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const matches = (label: string, words = "") =>
    !wanted || `${label} ${words}`.toLowerCase().includes(wanted.toLowerCase());
  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  const start = (object: string) => {
    const path = moduleOf(object).createPath;
    if (path) void navigate({ to: path });
    else openCreate({ object });
  };
  const offered: Action[] = [
    ...meta.objects
      .filter((object) => may(object.key, "create"))
      .map((object) => ({
        key: `new:${object.key}`,
        icon: iconOf(object.icon),
        label: t("newObject", { name: inSentence(say(object.label)) }),
        words: `create new 新建 ${object.label.en} ${object.label.zh} ${moduleOf(object.key).createWords ?? ""}`,
        run: () => start(object.key),
      })),
    ...modules()
      .flatMap((module) => module.commands ?? [])
      .filter((command) => (!command.needs || may(...command.needs)) && (!command.admin || admin))
      .map(({ key, icon, label, words, path }) => ({
        key: `command:${key}`,
        icon,
        label: label(),
        words,
        run: () => void navigate({ to: path }),
      })),
    {
      key: "theme",
      icon: SunMoon,
      label: t("switchTheme"),
      words: "theme dark light 主题 深色 浅色",
      run: () => void setOwn(client, { theme: shownTheme() === "dark" ? "light" : "dark" }),
    },
    {
      key: "language",
      icon: Languages,
      label: t("switchLanguage"),
      words: "language english chinese 语言 中文 英文",
      run: () => void setOwn(client, { language: language() === "en" ? "zh-CN" : "en" }),
    },
  ];
  const actions = offered.filter((action) => matches(action.label, action.words));
  const going = places.filter((place) => matches(place.label, place.key));
  const groups = wanted ? (found.data?.groups ?? []).filter((group) => group.items.length) : [];
  const runs = new Map<string, () => void>([
    ...groups.flatMap(({ object, items }) =>
      items.map(({ id }): [string, () => void] => [
        `${object}:${id}`,
        run(() => void navigate({ to: "/o/$object/$id", params: { object, id } })),
      ]),
    ),
    ...going.map(({ key, path }): [string, () => void] => [
      `go:${key}`,
      run(() => void navigate({ to: path })),
    ]),
    ...actions.map((action): [string, () => void] => [action.key, run(action.run)]),
  ]);
  // The first line is chosen whenever the lines change: cmdk alone chooses before the answer of the search is drawn.
  const [first = ""] = runs.keys();
  const lines = [...runs.keys()].join();
  const [chosen, setChosen] = useState({ lines, value: "" });
  const value = (chosen.lines === lines && chosen.value) || first;
  const [moved, setMoved] = useState("");
  const enter = useEnter({
    text,
    waiting: text.trim() !== wanted || (wanted !== "" && (found.isPending || found.isPlaceholderData)),
    choose: () => runs.get(enter.held ? first : value)?.(),
  });
  return (
    <Dialog bare place="top" title={t("palette")} width={620} onClose={onClose}>
      <Command
        shouldFilter={false}
        label={t("palette")}
        className={styles.palette}
        loop
        value={value}
        onValueChange={(value) => setChosen({ lines, value })}
        onKeyDown={(event) => {
          if (event.key.startsWith("Arrow")) setMoved(lines);
          // What somebody went to by the arrows is theirs, whatever is still on its way.
          if (event.key !== "Enter" || event.nativeEvent.isComposing || moved === lines) return;
          event.preventDefault();
          enter.press();
        }}
      >
        <div className={styles.search}>
          <Search size={17} aria-hidden />
          <Command.Input
            data-autofocus
            autoFocus
            value={text}
            onValueChange={setText}
            placeholder={t("typeMore")}
          />
          <Kbd>Esc</Kbd>
        </div>
        <Command.List className="scroll">
          {wanted && found.isFetching && !groups.length && (
            <Command.Loading>{t("searching")}</Command.Loading>
          )}
          <Command.Empty>
            {wanted ? !found.isFetching && t("nothing", { text: wanted }) : t("typeMore")}
          </Command.Empty>
          {groups.map((group) => {
            const object = objectOf(meta, group.object);
            return (
              <Command.Group key={group.object} heading={say(object?.plural) || group.object}>
                {group.items.map((item) => (
                  <Command.Item
                    key={item.id}
                    value={`${group.object}:${item.id}`}
                    onSelect={() => runs.get(`${group.object}:${item.id}`)?.()}
                  >
                    <Avatar name={item.title} size={22} square={group.object !== "contact"} />
                    <span className="ellipsis">{item.title}</span>
                    <span className={styles.subtitle}>{item.subtitle}</span>
                  </Command.Item>
                ))}
              </Command.Group>
            );
          })}
          {going.length > 0 && (
            <Command.Group heading={t("go")}>
              {going.map((place) => (
                <Line
                  key={place.key}
                  value={`go:${place.key}`}
                  icon={place.icon}
                  keys={place.letter && `g ${place.letter}`}
                  onSelect={() => runs.get(`go:${place.key}`)?.()}
                >
                  {place.label}
                </Line>
              ))}
            </Command.Group>
          )}
          {actions.length > 0 && (
            <Command.Group heading={t("actions")}>
              {actions.map((action) => (
                <Line
                  key={action.key}
                  value={action.key}
                  icon={action.icon}
                  onSelect={() => runs.get(action.key)?.()}
                >
                  {action.label}
                </Line>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}

interface LineProps {
  value: string;
  icon: LucideIcon;
  keys?: string | undefined;
  onSelect: () => void;
  children: ReactNode;
}

function Line({ value, icon: Icon, keys: letters, onSelect, children }: LineProps) {
  return (
    <Command.Item value={value} onSelect={onSelect}>
      <span className={styles.icon}>
        <Icon size={16} strokeWidth={1.7} aria-hidden />
      </span>
      <span className="grow ellipsis">{children}</span>
      {letters && <Kbd>{letters}</Kbd>}
    </Command.Item>
  );
}
