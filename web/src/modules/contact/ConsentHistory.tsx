/** The ledger of a person's consents, newest first: what, when, how it is known, who noted it. */
import { formatDateTime } from "@/lib/format";
import { useSay } from "@/metadata";
import { Tag } from "@/ui/atoms";
import { Dialog } from "@/ui/Dialog";
import { Table } from "@/ui/Table";
import type { Choice, ConsentChoices, ConsentLine } from "./api";
import { contact } from "./strings";

interface HistoryProps {
  lines: readonly ConsentLine[];
  choices: ConsentChoices;
  onClose: () => void;
}

export function ConsentHistory({ lines, choices, onClose }: HistoryProps) {
  const t = contact.useText();
  const say = useSay();
  const name = (list: readonly Choice[], key: string) =>
    say(list.find((one) => one.key === key)?.label) || key;
  return (
    <Dialog title={t("historyTitle")} width={680} onClose={onClose}>
      {lines.length === 0 ? (
        <p className="muted">{t("noHistory")}</p>
      ) : (
        <Table
          bare
          label={t("historyTitle")}
          rows={lines}
          rowKey={(line) => line.id}
          columns={[
            { key: "at", title: t("when"), cell: (line) => formatDateTime(line.at) },
            {
              key: "what",
              title: t("what"),
              cell: (line) => (
                <>
                  <Tag tone={line.status === "granted" ? "good" : "warn"}>
                    {name(choices.statuses, line.status)}
                  </Tag>{" "}
                  {name(choices.purposes, line.purpose)} · {name(choices.channels, line.channel)}
                </>
              ),
            },
            { key: "source", title: t("source"), wide: true, cell: (line) => line.source || "—" },
            {
              key: "who",
              title: t("who"),
              wide: true,
              cell: (line) => line.actor?.title ?? <span className="muted">{t("automatic")}</span>,
            },
          ]}
        />
      )}
    </Dialog>
  );
}
