import { Button } from "@fluentui/react-components";
import { ClipboardTaskListLtr24Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useDropPlan, useMakePlan } from "../../ipc/entra-runs";
import { toAppError } from "../../ipc/errors";
import { Card } from "../../kit/Card";
import { EmptyCard } from "../../kit/EmptyCard";
import { ErrorCard } from "../../kit/ErrorCard";
import { clockTime } from "../../kit/format";
import { Loading } from "../../kit/Loading";
import { StatusIcon } from "../../kit/StatusIcon";
import { ActionGroups } from "./ActionGroups";
import { GuardCard } from "./GuardCard";
import styles from "./ScopeStart.module.css";
import { useBasis, useConsent, useStanding } from "./standing";

/** The plan as a diff, the worst consequence on top. `running`: what was applied stands below, so this takes little room. */
export function PlanPanel({ running }: { running: boolean }) {
  const { t } = useTranslation();
  const basis = useBasis();
  const { made, fresh } = useStanding();
  const making = useMakePlan();
  const drop = useDropPlan();
  const consent = useConsent(made?.plan.id ?? null);
  const make = () => basis !== null && making.mutate(basis);
  const button = (label: string, filled: boolean) => (
    <Button
      appearance={filled ? "primary" : "secondary"}
      disabled={basis === null || making.isPending}
      onClick={make}
    >
      {making.isPending ? t("scope.planning") : label}
    </Button>
  );

  return (
    <div className={styles.plan} aria-busy={making.isPending} data-plan={planState(made !== null, fresh)}>
      <p className="visually-hidden" aria-live="polite">
        {making.isPending ? t("scope.planning") : ""}
      </p>
      {making.error && <ErrorCard error={toAppError(making.error)} />}
      {!made && making.isPending && !running && <Loading label={t("scope.planning")} />}
      {!made && running && (
        <div className={styles.bar}>
          <p className="secondary">{t("scope.noPlanRunning")}</p>
          {button(t("scope.makePlan"), false)}
        </div>
      )}
      {!made && !running && !making.isPending && (
        <EmptyCard
          icon={<ClipboardTaskListLtr24Regular />}
          title={t("scope.noPlan")}
          text={t("scope.noPlanText")}
        >
          {button(t("scope.makePlan"), true)}
        </EmptyCard>
      )}
      {made && !fresh && (
        <Card tone="warning" label={t("scope.stale")}>
          <div className={styles.bar}>
            <div>
              <h2 className={styles.cardTitle}>{t("scope.stale")}</h2>
              <p>{t("scope.staleText", { time: clockTime(made.at) })}</p>
            </div>
            <div className={styles.buttons}>
              <Button disabled={making.isPending} onClick={drop}>
                {t("scope.aside")}
              </Button>
              {button(t("scope.planAgain"), true)}
            </div>
          </div>
        </Card>
      )}
      {made && made.plan.actions.length === 0 && (
        <Card tone="success" label={made.plan.headline}>
          <div className={styles.bar}>
            <p className={styles.verdict} data-nothing-to-do>
              <StatusIcon shape="pass" size={20} /> {made.plan.headline}
            </p>
            <Button onClick={drop}>{t("scope.aside")}</Button>
          </div>
        </Card>
      )}
      {made && made.plan.actions.length > 0 && (
        <div className={styles.plan} data-stale={fresh ? undefined : true}>
          <GuardCard
            key={made.plan.id}
            guard={made.plan.guard}
            typed={consent.typed}
            onType={consent.setTyped}
            disabled={!fresh}
          />
          <ActionGroups
            actions={made.plan.actions}
            overwrite={consent.overwrite}
            onOverwrite={fresh ? consent.setOverwrite : undefined}
          />
          {fresh && (
            <div className={styles.buttons}>
              <Button size="small" disabled={making.isPending} onClick={make}>
                {making.isPending ? t("scope.planning") : t("scope.planAgain")}
              </Button>
              <Button size="small" appearance="subtle" disabled={making.isPending} onClick={drop}>
                {t("scope.aside")}
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function planState(made: boolean, fresh: boolean) {
  if (!made) return "none";
  return fresh ? "fresh" : "stale";
}
