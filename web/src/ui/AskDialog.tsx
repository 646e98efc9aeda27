/** One question before something is taken away. Why it could not be is said in the dialog, which stays. */
import { useState } from "react";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Notice } from "./Notice";
import { ui } from "./strings";

interface AskDialogProps {
  title: string;
  text: string;
  action: string;
  /** What the button that changes nothing says; "Cancel" unless that could be misread. */
  keep?: string;
  onClose: () => void;
  onYes: () => Promise<void>;
}

export function AskDialog({ title, text, action, keep, onClose, onYes }: AskDialogProps) {
  const t = ui.useText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const yes = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onYes();
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
    }
    setBusy(false);
  };
  return (
    <Dialog
      title={title}
      width={440}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{keep ?? t("cancel")}</Button>
          <Button variant="danger" busy={busy} onClick={() => void yes()}>
            {action}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      {error && <Notice tone="danger">{error}</Notice>}
    </Dialog>
  );
}
