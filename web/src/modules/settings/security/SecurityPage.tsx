/** How one signs in: two steps, the password, and where one is signed in. */
import { useQuery } from "@tanstack/react-query";
import { ConnectedAppsCard } from "@/modules/settings/apps/ConnectedAppsCard";
import { PasswordCard } from "@/modules/settings/PasswordCard";
import { SettingsHeader } from "@/modules/settings/SettingsHeader";
import { IdentitiesCard } from "@/modules/settings/sso/IdentitiesCard";
import { Skeleton } from "@/ui/atoms";
import { Notice } from "@/ui/Notice";
import { PageBody } from "@/ui/Page";
import { readFactors, securityKeys } from "./api";
import { FactorsCard } from "./FactorsCard";
import { SessionsCard } from "./SessionsCard";

export default function SecurityPage() {
  const factors = useQuery({ queryKey: securityKeys.factors, queryFn: readFactors });
  return (
    <>
      <SettingsHeader />
      <PageBody narrow>
        {factors.error && <Notice tone="danger">{factors.error.message}</Notice>}
        {factors.data ? <FactorsCard factors={factors.data} /> : <Skeleton height={260} />}
        <PasswordCard has={factors.data?.has_password ?? true} />
        <IdentitiesCard />
        <SessionsCard />
        <ConnectedAppsCard />
      </PageBody>
    </>
  );
}
