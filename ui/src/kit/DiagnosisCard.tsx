import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import styles from "./DiagnosisCard.module.css";
import { Disclosure } from "./Disclosure";
import { ExchangeView } from "./ExchangeView";
import { type ExchangeLike, shortPath } from "./exchange-types";
import { SideChip, type SideName } from "./SideChip";
import { StatusCodeChip } from "./StatusCodeChip";
import { StatusIcon } from "./StatusIcon";

type Props = {
  tone: "fail" | "warn" | "unknown";
  /** Where it was found: the layer's name. */
  layer: string;
  side: SideName | null;
  /** Names the cause. */
  heading: string;
  /** More about what was found. */
  detail: string | null;
  meaning: string | null;
  entraSays: string | null;
  steps: string[];
  exchange: ExchangeLike | null;
  /** The way to where it is mended. */
  children?: ReactNode;
};

/** A cause, what it means, what it is not, and what to do: the steps go before the quotation when space is short. */
export function DiagnosisCard(props: Props) {
  const { tone, layer, side, heading, detail, meaning, entraSays, steps, exchange, children } = props;
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className={styles.card} data-tone={tone} aria-labelledby={id}>
      <div className={styles.content}>
        <div className={styles.top}>
          <StatusIcon shape={tone} />
          <span className={styles.layer}>{layer}</span>
          {side && <SideChip side={side} />}
        </div>
        <h2 id={id} className={styles.heading}>
          {heading}
        </h2>
        {detail && <p className="secondary">{detail}</p>}
        {meaning && <p>{meaning}</p>}
        {entraSays && (
          <figure className={styles.quotation}>
            <figcaption className={styles.caption}>{t("connect.entraSays")}</figcaption>
            <blockquote className={styles.quote}>{entraSays}</blockquote>
          </figure>
        )}
        {steps.length > 0 && (
          <div className={styles.steps}>
            <h3 className={styles.caption}>{t("connect.whatToDo")}</h3>
            <ol className={styles.list}>
              {steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            {children && <div className={styles.actions}>{children}</div>}
          </div>
        )}
      </div>
      {exchange && (
        <div className={styles.foot}>
          <Disclosure
            summary={
              <span className={styles.exchangeLine}>
                <span className={styles.link}>{t("exchange.requestAndAnswer")}</span>
                <code className={styles.path}>
                  {exchange.request.method} {shortPath(exchange.request.url)}
                </code>
              </span>
            }
            aside={exchange.response && <StatusCodeChip status={exchange.response.status} />}
          >
            <ExchangeView exchange={exchange} defaultOpen />
          </Disclosure>
        </div>
      )}
    </section>
  );
}
