/** One question before something is taken away. */
import { useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { security } from "./strings";

interface AskDialogProps {
  title: string;
  text: string;
  action: string;
  onClose: () => void;
  onYes: () => Promise<void>;
}

export function AskDialog({ title, text, action, onClose, onYes }: AskDialogProps) {
  const t = security.useText();
  const [busy, setBusy] = useState(false);
  return (
    <Dialog
      title={title}
      width={440}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="danger"
            busy={busy}
            onClick={() => {
              setBusy(true);
              void onYes().finally(() => setBusy(false));
            }}
          >
            {action}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
