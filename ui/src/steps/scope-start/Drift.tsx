import { Button } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useDriftCheck, useMakePlan } from "../../ipc/entra-runs";
import { toAppError } from "../../ipc/errors";
import { Card } from "../../kit/Card";
import { ErrorCard } from "../../kit/ErrorCard";
import { StatusIcon } from "../../kit/StatusIcon";
import { ActionGroups } from "./ActionGroups";
import styles from "./ScopeStart.module.css";
import { useBasis } from "./standing";

/** What the tenant has otherwise than it should: asked when somebody wants to know. */
export function Drift() {
  const { t } = useTranslation();
  const check = useDriftCheck();
  const plan = useMakePlan();
  const basis = useBasis();
  const report = check.data;
  return (
    <Card label={t("scope.drift.title")}>
      <div className={styles.bar}>
        <div>
          <h2 className={styles.cardTitle}>{t("scope.drift.title")}</h2>
          <p className="secondary">{t("scope.drift.text")}</p>
        </div>
        <Button disabled={check.isPending} onClick={() => check.mutate(undefined)}>
          {check.isPending ? t("scope.drift.checking") : t("scope.drift.check")}
        </Button>
      </div>
      {check.error && <ErrorCard error={toAppError(check.error)} />}
      <div aria-live="polite">
        {report && (
          <p className={styles.found} data-drift={report.none ? "none" : report.actions.length}>
            <StatusIcon shape={report.none ? "pass" : "warn"} /> {report.headline}
          </p>
        )}
      </div>
      {report && !report.none && (
        <div className={styles.plan}>
          <ActionGroups actions={report.actions} />
          {plan.error && <ErrorCard error={toAppError(plan.error)} />}
          <div className={styles.buttons}>
            <Button disabled={basis === null || plan.isPending} onClick={() => basis && plan.mutate(basis)}>
              {plan.isPending ? t("scope.planning") : t("scope.drift.mend")}
            </Button>
          </div>
        </div>
      )}
    </Card>
  );
}
