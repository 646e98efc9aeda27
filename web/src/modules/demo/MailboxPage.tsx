/** The mails the demo caught: a list, and the one that is open as its recipient would see it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowLeft, Inbox } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { classes } from "@/lib/classes";
import { formatDateTime, formatRelative } from "@/lib/format";
import { usePhone } from "@/lib/media";
import { Avatar, EmptyState, Segmented, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/Field";
import { Letter } from "@/ui/Letter";
import { PageHeader } from "@/ui/Page";
import { getMail, listMails, mailKeys } from "./api";
import styles from "./demo.module.css";
import { demo } from "./strings";

export default function MailboxPage() {
  const t = demo.useText();
  const phone = usePhone();
  const navigate = useNavigate();
  // None is open until somebody opens it: its pictures would tell the campaign that its recipient did.
  const { mail: shown } = useSearch({ strict: false }) as { mail?: string };
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const list = useInfiniteQuery({
    queryKey: mailKeys.list(wanted),
    queryFn: ({ pageParam }) => listMails(wanted, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 5_000,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const open = (id: string | undefined) =>
    void navigate({ to: "/demo/mailbox", search: (id ? { mail: id } : {}) as never });
  const nothing = list.data && rows.length === 0 && !wanted;
  return (
    <>
      <PageHeader title={t("mailbox")} note={phone ? undefined : t("about")} />
      {nothing ? (
        <EmptyState
          icon={Inbox}
          title={t("empty")}
          actions={
            <Button variant="primary" onClick={() => void navigate({ to: "/o/campaign" })}>
              {t("campaigns")}
            </Button>
          }
        >
          {t("emptyText")}
        </EmptyState>
      ) : (
        <div className={styles.panes}>
          {!(phone && shown) && (
            <section className={classes(styles.list, "scroll")} aria-label={t("mailbox")}>
              <div className={styles.find}>
                <TextInput
                  aria-label={t("find")}
                  placeholder={t("find")}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                />
              </div>
              {list.isPending && <Skeleton height={200} />}
              {list.data && rows.length === 0 && (
                <p className={classes(styles.none, "muted")}>{t("noMatch")}</p>
              )}
              <ul>
                {rows.map((row) => (
                  <li key={row.id}>
                    <button
                      type="button"
                      className={classes(styles.line, row.id === shown && styles.on)}
                      aria-current={row.id === shown ? "true" : undefined}
                      onClick={() => open(row.id)}
                    >
                      <span className={styles.lineHead}>
                        <b className="ellipsis">{row.recipient}</b>
                        <time dateTime={row.received_at}>{formatRelative(row.received_at)}</time>
                      </span>
                      <span className="secondary ellipsis">{row.subject || t("noSubject")}</span>
                    </button>
                  </li>
                ))}
              </ul>
              {list.hasNextPage && (
                <div className={styles.find}>
                  <Button block onClick={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>
                    {t("more")}
                  </Button>
                </div>
              )}
            </section>
          )}
          {shown ? (
            <Reader key={shown} id={shown} onBack={phone ? () => open(undefined) : undefined} />
          ) : (
            !phone && <p className={classes(styles.none, "muted")}>{t("choose")}</p>
          )}
        </div>
      )}
    </>
  );
}

type View = "message" | "plain" | "headers";

function Reader({ id, onBack }: { id: string; onBack: (() => void) | undefined }) {
  const t = demo.useText();
  const [view, setView] = useState<View>("message");
  const { data: mail, error } = useQuery({ queryKey: mailKeys.one(id), queryFn: () => getMail(id) });
  if (error) return <p className={classes(styles.none, "muted")}>{error.message}</p>;
  if (!mail)
    return (
      <div className={styles.none}>
        <Skeleton height={240} />
      </div>
    );
  return (
    <article className={styles.reader} aria-label={mail.subject}>
      <header className={styles.head}>
        {onBack && (
          <div>
            <Button size="small" variant="ghost" icon={ArrowLeft} onClick={onBack}>
              {t("back")}
            </Button>
          </div>
        )}
        <h2>{mail.subject || t("noSubject")}</h2>
        <div className={styles.who}>
          <Avatar name={mail.sender} size={30} />
          <div className="grow">
            <div className="ellipsis">
              {mail.headers.find((one) => one.name === "From")?.value ?? mail.sender}
            </div>
            <div className="muted ellipsis">
              {t("to")} {mail.recipient} · {formatDateTime(mail.received_at)}
            </div>
          </div>
          <Segmented<View>
            label={t("view")}
            value={view}
            options={[
              { value: "message", label: t("message") },
              { value: "plain", label: t("plain") },
              { value: "headers", label: t("headers") },
            ]}
            onChange={setView}
          />
        </div>
      </header>
      {view === "message" && (
        <div className={styles.letter}>
          <Letter title={mail.subject || t("noSubject")} src={mail.body_url} />
        </div>
      )}
      {view === "plain" && <pre className={classes(styles.plain, "scroll")}>{mail.text}</pre>}
      {view === "headers" && (
        <dl className={classes(styles.headers, "scroll")}>
          {mail.headers.map((header, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat and never move
            <div key={index}>
              <dt>{header.name}</dt>
              <dd>{header.value}</dd>
            </div>
          ))}
        </dl>
      )}
    </article>
  );
}
