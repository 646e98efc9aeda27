/** The frame of the settings: the list beside the section, or, where there is no room for both, one after the other. */
import { Navigate, Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense } from "react";
import { useNarrow } from "@/lib/media";
import { PageBody, PageHeader } from "@/ui/Page";
import styles from "./list.module.css";
import { SettingsList } from "./SettingsList";
import { settings } from "./strings";

export default function SettingsLayout() {
  const t = settings.useText();
  const narrow = useNarrow();
  const start = useRouterState({
    select: (state) => state.location.pathname.replace(/\/$/, "") === "/settings",
  });
  if (start && !narrow) return <Navigate to="/settings/me" replace />;
  if (start)
    return (
      <>
        <PageHeader title={t("settings")} />
        <PageBody>
          <SettingsList alone />
        </PageBody>
      </>
    );
  // One tree at every width: another would throw away what somebody types while they turn their tablet.
  return (
    <div className={narrow ? styles.alone : styles.frame}>
      {!narrow && <SettingsList />}
      <div className={styles.section}>
        <Suspense>
          <Outlet />
        </Suspense>
      </div>
    </div>
  );
}
