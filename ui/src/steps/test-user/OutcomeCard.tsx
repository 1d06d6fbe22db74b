import { useTranslation } from "react-i18next";
import type { RunOutcome, RunOutcomeKind } from "../../ipc/bindings";
import { Card } from "../../kit/Card";
import { ErrorCard } from "../../kit/ErrorCard";
import { RuleChip } from "../../kit/RuleChip";
import { StatusIcon, type StatusShape } from "../../kit/StatusIcon";
import styles from "./TestUser.module.css";

const SHAPES: Record<RunOutcomeKind, StatusShape> = {
  created: "pass",
  updated: "pass",
  unchanged: "pass",
  skipped: "skipped",
  refused: "fail",
  failed: "fail",
  "dry-run": "planned",
};

/** The verdict of a run, in a sentence that names the person, and what follows. */
export function OutcomeCard({ outcome, resourceId }: { outcome: RunOutcome; resourceId: string | null }) {
  const { t } = useTranslation();
  const bad = outcome.kind === "refused" || outcome.kind === "failed";
  return (
    <>
      <Card tone={bad ? "danger" : "sunken"} label={t("test.outcome")} className={bad ? styles.bad : ""}>
        <div className={styles.outcome} aria-live="polite">
          <StatusIcon shape={SHAPES[outcome.kind]} size={20} />
          <h2 className={styles.headline}>{outcome.headline}</h2>
        </div>
        <div className={styles.under}>
          {outcome.details.length > 0 && (
            <ul className={styles.details}>
              {outcome.details.map((detail) => (
                <li key={detail}>{detail}</li>
              ))}
            </ul>
          )}
          {outcome.nextAction && (
            <p>
              <strong>{t("test.whatNext")}:</strong> {outcome.nextAction}
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
        </div>
      </Card>
      {outcome.error && <ErrorCard error={outcome.error} />}
    </>
  );
}
