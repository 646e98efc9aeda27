/** "?": every key the product knows. */
import { Fragment } from "react";
import { commandKey } from "@/lib/media";
import { Kbd } from "@/ui/atoms";
import { Dialog } from "@/ui/Dialog";
import { app } from "./strings";
import { usePlaces } from "./useNavigation";

export default function KeyList({ onClose }: { onClose: () => void }) {
  const t = app.useText();
  const places = usePlaces();
  const lines: [string[], string][] = [
    [["/"], t("keySearch")],
    [[commandKey, "K"], t("keyPalette")],
    [["c"], t("keyCreate")],
    [["j", "k"], t("keyMove")],
    [["x"], t("keySelect")],
    [["e"], t("keyEdit")],
    [["f"], t("keyFilter")],
    [["Enter"], t("keyOpen")],
    [[commandKey, "Enter"], t("keySave")],
    [["?"], t("keyHelp")],
    [["g", "h"], t("home")],
    ...places
      .filter((place) => place.letter && place.key !== "home")
      .map((place): [string[], string] => [["g", place.letter as string], place.label]),
  ];
  return (
    <Dialog title={t("shortcuts")} width={420} onClose={onClose}>
      <dl style={{ display: "grid", gridTemplateColumns: "110px 1fr", rowGap: 9, margin: 0 }}>
        {lines.map(([letters, text]) => (
          <Fragment key={text + letters.join()}>
            <dt style={{ display: "flex", gap: 4 }}>
              {letters.map((letter) => (
                <Kbd key={letter}>{letter}</Kbd>
              ))}
            </dt>
            <dd style={{ margin: 0 }}>{text}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
