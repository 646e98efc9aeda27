/** Where a provider sends the browser back to: signs in, or connects the account, and leads on. */
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { troubleOf } from "@/modules/settings/security/trouble";
import { connectIdentity, takeTrip } from "@/modules/settings/sso/api";
import { Skeleton } from "@/ui/atoms";
import { toast } from "@/ui/toast";
import frame from "../SignIn.module.css";
import { arriveFromProvider } from "./api";
import { EntryFrame } from "./EntryFrame";
import { SecondStep } from "./SecondStep";
import { entry } from "./strings";
import { useEnter } from "./useEnter";

export default function ReturnPage() {
  const e = entry.useText();
  const enter = useEnter();
  const navigate = useNavigate();
  const { id } = useParams({ strict: false }) as { id: string };
  const [brought] = useState(() => Object.fromEntries(new URLSearchParams(window.location.search)));
  const begun = useRef(false);
  const [next, setNext] = useState<string>();
  const [methods, setMethods] = useState<readonly string[]>([]);
  const [error, setError] = useState<string | null>(null);
  const finish = async () => {
    const trip = takeTrip();
    try {
      if (trip.purpose === "connect") {
        await connectIdentity(id, brought);
        toast(e("connected"), { tone: "good" });
        await navigate({ to: "/settings/security" });
        return;
      }
      const needed = await arriveFromProvider(id, brought);
      if (needed.length) {
        setNext(trip.next);
        setMethods(needed);
      } else await enter(trip.next);
    } catch (problem) {
      setError(troubleOf(problem) ?? e("tryAgain"));
    }
  };
  // What was brought is good for once: it is used once, and leaves the address bar.
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    window.history.replaceState(null, "", window.location.pathname);
    void finish();
  });
  if (methods.length)
    return (
      <SecondStep
        methods={methods}
        onDone={() => enter(next)}
        onBack={(message) => {
          setMethods([]);
          setError(message ?? e("tryAgain"));
        }}
      />
    );
  return (
    <EntryFrame title={e(error ? "notSignedIn" : "signingIn")} error={error}>
      {error ? (
        <p className={frame.hint}>
          <Link to="/sign-in">{e("back")}</Link>
        </p>
      ) : (
        <Skeleton height={42} />
      )}
    </EntryFrame>
  );
}
