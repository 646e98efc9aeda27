/** One more step after the first proof, whichever that was: a code, a recovery code or a passkey. */
import { isProblem } from "@/api/problem";
import { ProofForm } from "@/modules/settings/security/ProofForm";
import { Button } from "@/ui/Button";
import frame from "../SignIn.module.css";
import { secondStepByPasskey, takeSecondStep } from "./api";
import { EntryFrame } from "./EntryFrame";
import { entry } from "./strings";

interface SecondStepProps {
  methods: readonly string[];
  onDone: () => Promise<void>;
  /** Back to the first step; with what to say when that has run out. */
  onBack: (message?: string) => void;
}

export function SecondStep({ methods, onDone, onBack }: SecondStepProps) {
  const e = entry.useText();
  return (
    <EntryFrame title={e("secondStep")} text={e("secondStepText")}>
      <ProofForm
        methods={methods}
        byPasskey={secondStepByPasskey}
        submit={e("carryOn")}
        onAnswer={async (answer) => {
          try {
            await takeSecondStep(answer);
          } catch (problem) {
            if (isProblem(problem) && problem.code === "start-again") {
              onBack(problem.message);
              return;
            }
            throw problem;
          }
          await onDone();
        }}
      />
      <p className={frame.hint}>
        <Button variant="ghost" size="small" onClick={() => onBack()}>
          {e("back")}
        </Button>
      </p>
    </EntryFrame>
  );
}
