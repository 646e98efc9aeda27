/**
 * antd, for the heavy controls alone (date picker, cascader, upload). Its theme is read from our tokens, so tokens.css
 * stays the one source. Import this file only from lazily loaded code: it brings antd's engine with it.
 */
import ConfigProvider from "antd/es/config-provider";
import enGB from "antd/es/locale/en_GB";
import zhCN from "antd/es/locale/zh_CN";
import theme from "antd/es/theme";
import dayjs from "dayjs";
import "dayjs/locale/en-gb";
import "dayjs/locale/zh-cn";
import { type ReactNode, useMemo } from "react";
import { useShownTheme } from "@/lib/preferences";
import { useLanguage } from "@/lib/strings";
import { useOverlayRoot } from "./overlay";

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function Antd({ children }: { children: ReactNode }) {
  const shown = useShownTheme();
  const language = useLanguage();
  const root = useOverlayRoot();
  dayjs.locale(language === "en" ? "en-gb" : "zh-cn");
  const config = useMemo(
    () => ({
      algorithm: shown === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
      token: {
        colorPrimary: token("accent"),
        colorError: token("danger"),
        colorHighlight: token("accent"),
        colorSuccess: token("good"),
        colorWarning: token("warn"),
        colorTextBase: token("ink"),
        colorBgBase: token("surface"),
        colorBgContainer: token("surface"),
        colorBgElevated: token("surface"),
        colorBorder: token("line-strong"),
        colorBorderSecondary: token("line"),
        colorTextPlaceholder: token("ink-3"),
        colorTextDescription: token("ink-3"),
        controlItemBgHover: token("hover"),
        controlItemBgActive: token("accent-soft"),
        fontFamily: token("font"),
        fontSize: 13.5,
        borderRadius: 6,
        controlHeight: 34,
        motionDurationMid: "0.11s",
        motionDurationSlow: "0.17s",
        boxShadowSecondary: token("shadow-2"),
      },
    }),
    [shown],
  );
  return (
    <ConfigProvider locale={language === "en" ? enGB : zhCN} theme={config} getPopupContainer={() => root}>
      {children}
    </ConfigProvider>
  );
}
