/** The first page: how the customers are doing, and what is to do today. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { House, Upload } from "lucide-react";
import { formatDate, formatDateTime } from "@/lib/format";
import { useMay, useMeta } from "@/metadata";
import { EmptyState, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { PageBody, PageHeader } from "@/ui/Page";
import { analyticsKeys, getHome, isCounted } from "./api";
import { CustomersChart, SalesChart } from "./Charts";
import styles from "./home.module.css";
import { MyTasks } from "./MyTasks";
import { RfmGrid } from "./RfmGrid";
import { analytics } from "./strings";
import { TopCustomers } from "./TopCustomers";
import { Totals } from "./Totals";

function partOfDay(hour: number): "morning" | "afternoon" | "evening" {
  return hour < 5 ? "evening" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
}

export default function HomePage() {
  const t = analytics.useText();
  const may = useMay();
  const { user } = useMeta();
  const navigate = useNavigate();
  const allowed = may("contact", "view") && may("order", "view");
  const home = useQuery({
    queryKey: analyticsKeys.home,
    queryFn: getHome,
    enabled: allowed,
    staleTime: 60_000,
    refetchInterval: ({ state }) => (state.data?.counting ? 2_000 : false),
  });
  const hour = Number(
    new Intl.DateTimeFormat("en", { hour: "numeric", hour12: false, timeZone: user.time_zone }).format(),
  );
  const data = isCounted(home.data) ? home.data : undefined;
  const nothing = data && Number(data.totals.contacts?.value) === 0;
  return (
    <>
      <PageHeader
        title={t(partOfDay(hour % 24), { name: user.name })}
        tab={t("home")}
        note={formatDate(new Date().toISOString())}
      />
      <PageBody>
        {!allowed && (
          <div className={styles.narrow}>
            <MyTasks />
          </div>
        )}
        {home.error && <EmptyState icon={House} title={home.error.message} />}
        {home.data && !data && (
          <p className="muted" role="status">
            {t("countingFirst")}
          </p>
        )}
        {allowed && !data && !home.error && <Loading />}
        {nothing && (
          <EmptyState
            icon={Upload}
            title={t("empty")}
            actions={
              may("contact", "import") && (
                <Button variant="primary" onClick={() => void navigate({ to: "/import/contact" })}>
                  {t("import")}
                </Button>
              )
            }
          >
            {t("emptyText")}
          </EmptyState>
        )}
        {data && !nothing && (
          <>
            <Totals home={data} />
            {data.counting && (
              <p className="muted" role="status">
                {t("countedAt", { when: formatDateTime(data.counted_at) })}
              </p>
            )}
            <div className={styles.grid}>
              {data.customers_over_time.length > 0 && <CustomersChart home={data} />}
              <MyTasks />
              {data.sales_by_month.length > 0 && <SalesChart home={data} />}
              <TopCustomers home={data} />
            </div>
            {data.rfm.customers > 0 && <RfmGrid home={data} />}
          </>
        )}
      </PageBody>
    </>
  );
}

function Loading() {
  return (
    <>
      <div className={styles.loading}>
        {["a", "b", "c", "d", "e"].map((key) => (
          <Skeleton key={key} height={98} />
        ))}
      </div>
      <div className={styles.grid}>
        <Skeleton height={286} />
        <Skeleton height={286} />
        <Skeleton height={286} />
        <Skeleton height={286} />
      </div>
    </>
  );
}
