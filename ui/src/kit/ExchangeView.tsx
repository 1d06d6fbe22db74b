import { ChevronDown16Regular, ChevronRight16Regular, LockClosed16Regular } from "@fluentui/react-icons";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "./CopyButton";
import styles from "./ExchangeView.module.css";
import { type ExchangeLike, shortPath } from "./exchange-types";
import { JsonView } from "./JsonView";
import { StatusCodeChip } from "./StatusCodeChip";

type Props = { exchange: ExchangeLike; defaultOpen?: boolean };

/** One request and its answer: a line, and all of it behind that line. */
export function ExchangeView({ exchange, defaultOpen = false }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(defaultOpen);
  const id = useId();
  const { request, response, failure, purpose, millis } = exchange;
  const Chevron = open ? ChevronDown16Regular : ChevronRight16Regular;
  const path = shortPath(request.url);

  return (
    <article className={styles.exchange} data-open={open || undefined} data-exchange={request.method}>
      <button
        type="button"
        className={`plain ${styles.line}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Chevron aria-hidden className={styles.chevron} />
        <code className={styles.path} title={`${request.method} ${request.url}`}>
          {request.method} {path}
        </code>
        {response ? <StatusCodeChip status={response.status} /> : <span>{t("exchange.noAnswer")}</span>}
        <span className={styles.time}>{t("app.milliseconds", { count: millis })}</span>
        <span className={styles.purpose}>{purpose}</span>
      </button>
      {open && (
        <div id={id}>
          <Half title={t("exchange.request")} headers={request.headers} body={request.body} token />
          {response && <Half title={t("exchange.answer")} headers={response.headers} body={response.body} />}
          {failure && <p className={styles.failure}>{failure}</p>}
        </div>
      )}
    </article>
  );
}

type HalfProps = {
  title: string;
  headers: { name: string; value: string }[];
  body: unknown;
  token?: boolean;
};

function Half({ title, headers, body, token = false }: HalfProps) {
  const { t } = useTranslation();
  const hasBody = body !== null && body !== undefined;
  return (
    <section aria-label={title}>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        {token && (
          <span className={styles.hidden}>
            <LockClosed16Regular aria-hidden /> {t("exchange.tokenHidden")}
          </span>
        )}
        {hasBody && (
          <span className={styles.copy}>
            <CopyButton
              iconOnly
              appearance="subtle"
              text={typeof body === "string" ? body : JSON.stringify(body, null, 2)}
              label={`${t("exchange.copyBody")}: ${title}`}
            />
          </span>
        )}
      </div>
      <dl className={styles.headers}>
        {headers.map((header) => (
          <div key={`${header.name}=${header.value}`} className={styles.header}>
            <dt>{header.name}</dt>
            <dd>{header.value}</dd>
          </div>
        ))}
      </dl>
      {hasBody ? (
        <div className={styles.body}>
          <JsonView value={body} label={title} limit={14} />
        </div>
      ) : (
        <p className={styles.noBody}>{t("exchange.noBody")}</p>
      )}
    </section>
  );
}
