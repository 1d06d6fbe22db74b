import { useTranslation } from "react-i18next";
import type { RunOutcome, RunOutcomeKind } from "../../ipc/bindings";
import { Card } from "../../kit/Card";
import { Disclosure } from "../../kit/Disclosure";
import { ExchangeView } from "../../kit/ExchangeView";
import { RuleChip } from "../../kit/RuleChip";
import { SideChip } from "../../kit/SideChip";
import { StatusIcon, type StatusShape } from "../../kit/StatusIcon";
import styles from "./TestUser.module.css";

const SHAPES: Record<RunOutcomeKind, StatusShape> = {
  created: "pass",
  updated: "pass",
  deactivated: "pass",
  unchanged: "pass",
  skipped: "skipped",
  refused: "fail",
  failed: "fail",
  "dry-run": "planned",
  "would-be-refused": "fail",
};

const BAD: readonly RunOutcomeKind[] = ["refused", "would-be-refused", "failed"];

/** The verdict of a run, in a sentence that names the person, what follows, and the exchange it rests on. */
export function OutcomeCard({ outcome, resourceId }: { outcome: RunOutcome; resourceId: string | null }) {
  const { t } = useTranslation();
  const bad = BAD.includes(outcome.kind);
  const { error } = outcome;
  const details = [...new Set([...outcome.details, ...(error?.details ?? [])])].filter(
    // The service's own words are often quoted in a sentence already.
    (one, _, all) => !all.some((other) => other !== one && other.includes(one)),
  );
  const nextAction = outcome.nextAction ?? error?.nextAction;
  return (
    <Card tone={bad ? "danger" : "sunken"} label={t("test.outcome")} className={bad ? styles.bad : ""}>
      <div className={styles.outcome} aria-live="polite" data-error-code={error?.code}>
        <StatusIcon shape={SHAPES[outcome.kind]} size={20} />
        <h2 className={styles.headline}>{outcome.headline}</h2>
        {error && <SideChip side={error.side} />}
      </div>
      <div className={styles.under}>
        {details.length > 0 && (
          <ul className={styles.details}>
            {details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
        {nextAction && (
          <p>
            <strong>{t("test.whatNext")}:</strong> {nextAction}
          </p>
        )}
        {(outcome.rules.length > 0 || resourceId) && (
          <p className={styles.meta}>
            {outcome.rules.map((rule) => (
              <RuleChip key={rule} id={rule} />
            ))}
            {resourceId && (
              <span className="secondary">
                {t("test.resourceId")} <code className={styles.id}>{resourceId}</code>
              </span>
            )}
          </p>
        )}
        {error?.exchange && (
          <Disclosure summary={<span className={styles.link}>{t("exchange.requestAndAnswer")}</span>}>
            <div className={styles.exchange}>
              <ExchangeView exchange={error.exchange} defaultOpen />
            </div>
          </Disclosure>
        )}
      </div>
    </Card>
  );
}
