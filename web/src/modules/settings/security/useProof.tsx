/** Work that needs a fresh proof: it is tried, the proof is asked for where the server wants one, and it is tried again. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback, useState } from "react";
import { isProblem } from "@/api/problem";
import { Skeleton } from "@/ui/atoms";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "@/ui/Notice";
import { type Answer, proofByPasskey, prove, readFactors, securityKeys } from "./api";
import { ProofForm } from "./ProofForm";
import styles from "./security.module.css";
import { security } from "./strings";

/** The person closed the window that asked for the proof. */
export class NotProved extends Error {}

interface Waiting {
  done: () => void;
  leave: () => void;
}

/** Returns the guard, and the window to draw beside the page. */
export function useProof(): [<T>(work: () => Promise<T>) => Promise<T>, ReactNode] {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const guard = useCallback(async <T,>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (problem) {
      if (!isProblem(problem, 403) || problem.code !== "proof-needed") throw problem;
      await new Promise<void>((resolve, reject) => {
        setWaiting({ done: resolve, leave: () => reject(new NotProved()) });
      });
      return await work();
    }
  }, []);
  const window = waiting && (
    <ProofDialog
      onClose={() => {
        setWaiting(null);
        waiting.leave();
      }}
      onProved={() => {
        setWaiting(null);
        waiting.done();
      }}
    />
  );
  return [guard, window];
}

function ProofDialog({ onClose, onProved }: { onClose: () => void; onProved: () => void }) {
  const t = security.useText();
  const factors = useQuery({ queryKey: securityKeys.factors, queryFn: readFactors });
  const send = async (answer: Answer) => {
    await prove(answer);
    onProved();
  };
  return (
    <Dialog title={t("proveTitle")} width={420} onClose={onClose}>
      <div className={styles.stack}>
        <p className="secondary">{t("proveText")}</p>
        {factors.data?.proofs.length === 0 ? (
          <Notice>{t("proveBySignIn")}</Notice>
        ) : factors.data ? (
          <ProofForm
            methods={factors.data.proofs}
            byPasskey={proofByPasskey}
            onAnswer={send}
            submit={t("confirm")}
          />
        ) : (
          <Skeleton height={90} />
        )}
      </div>
    </Dialog>
  );
}
