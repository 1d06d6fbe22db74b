import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import styles from "./DiagnosisCard.module.css";
import { Disclosure } from "./Disclosure";
import { ExchangeView } from "./ExchangeView";
import type { ExchangeLike } from "./exchange-types";
import { SideChip, type SideName } from "./SideChip";
import { StatusIcon } from "./StatusIcon";

type Failure = {
  code: string;
  side: SideName;
  message: string;
  nextAction: string;
  details: string[];
  exchange: ExchangeLike | null;
};

/** A failure in the place of what it prevents: what happened, whose side, what to do, and the raw exchange. */
export function ErrorCard({ error, children }: { error: Failure; children?: ReactNode }) {
  const { t } = useTranslation();
  const heading = useId();
  return (
    <section className={styles.card} data-tone="fail" data-error-code={error.code} aria-labelledby={heading}>
      <div className={styles.content} role="alert">
        <div className={styles.top}>
          <StatusIcon shape="fail" />
          <SideChip side={error.side} />
        </div>
        <h2 id={heading} className={styles.heading}>
          {error.message}
        </h2>
        <p>{error.nextAction}</p>
        <ul className={styles.details}>
          {error.details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
          <li>
            {t("error.code")} <code>{error.code}</code>
          </li>
        </ul>
        {children && <div className={styles.actions}>{children}</div>}
      </div>
      {error.exchange && (
        <div className={styles.foot}>
          <Disclosure summary={t("exchange.requestAndAnswer")}>
            <ExchangeView exchange={error.exchange} defaultOpen />
          </Disclosure>
        </div>
      )}
    </section>
  );
}
