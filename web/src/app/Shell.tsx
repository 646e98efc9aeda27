/** The frame around every page: navigation, top bar, the page, and what may open over it. */
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { listen } from "@/api/live";
import { classes } from "@/lib/classes";
import { usePreferences } from "@/lib/preferences";
import { useShortcuts } from "@/lib/shortcuts";
import { useMay, useMeta } from "@/metadata";
import { openCreate, useCreateRequest } from "@/records/create";
import { moduleOf } from "@/records/modules";
import { ahead } from "@/ui/ahead";
import { BottomBar } from "./BottomBar";
import { Navigation } from "./Navigation";
import styles from "./Shell.module.css";
import { app } from "./strings";
import { TopBar } from "./TopBar";
import { usePlaces } from "./useNavigation";
import { ViewingBar } from "./ViewingBar";

const palette = ahead(() => import("./Palette"));
const creating = ahead(() => import("@/records/form/CreateDialog"));
const HelpPanel = lazy(() => import("./HelpPanel"));
const KeyList = lazy(() => import("./KeyList"));

type Open = "palette" | "help" | "keys" | null;

export default function Shell() {
  const t = app.useText();
  const { folded } = usePreferences();
  const [open, setOpen] = useState<Open>(null);
  const create = useCreateRequest();
  useLive();
  useEffect(() => {
    // Fetched while nothing else is, so that the first Ctrl K or "c" loses no key.
    const timer = setTimeout(() => {
      palette.fetch();
      creating.fetch();
    }, 1_200);
    return () => clearTimeout(timer);
  }, []);
  useGlobalKeys(setOpen);
  return (
    <div className={classes(styles.shell, folded && styles.folded)}>
      <a href="#content" className={styles.skip}>
        {t("skip")}
      </a>
      <Navigation />
      <TopBar onFind={() => setOpen("palette")} onHelp={() => setOpen("help")} />
      <main id="content" className={styles.main} tabIndex={-1}>
        <ViewingBar />
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <BottomBar onHelp={() => setOpen("help")} />
      <Suspense>
        {open === "palette" && <palette.Shown onClose={() => setOpen(null)} />}
        {open === "help" && <HelpPanel onClose={() => setOpen(null)} />}
        {open === "keys" && <KeyList onClose={() => setOpen(null)} />}
        {create && <creating.Shown key={create.object} request={create} onClose={() => openCreate(null)} />}
      </Suspense>
    </div>
  );
}

function useLive(): void {
  const client = useQueryClient();
  const { live_url: url } = useMeta();
  useEffect(() => listen(client, url), [client, url]);
}

function useGlobalKeys(setOpen: (open: Open) => void): void {
  const navigate = useNavigate();
  const may = useMay();
  const places = usePlaces();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const object = /^\/o\/([^/]+)/.exec(path)?.[1];
  const target = object && may(object, "create") ? object : "contact";
  const going = Object.fromEntries(
    places
      .filter((place) => place.letter)
      .map((place) => [`g ${place.letter}`, () => void navigate({ to: place.path })]),
  );
  useShortcuts({
    "mod+k": () => setOpen("palette"),
    "/": () => setOpen("palette"),
    "?": () => setOpen("keys"),
    c: () => {
      const createPath = moduleOf(target).createPath;
      if (createPath) void navigate({ to: createPath });
      else if (may(target, "create")) openCreate({ object: target });
    },
    "g h": () => void navigate({ to: "/" }),
    ...going,
  });
}
