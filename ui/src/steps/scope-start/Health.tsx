import { Button } from "@fluentui/react-components";
import { FastForward16Regular, Stop16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { JobState, JobView, RunView } from "../../ipc/bindings";
import { useAdvance, useEntraJob, useEntraLogs, usePause } from "../../ipc/entra-runs";
import { toAppError } from "../../ipc/errors";
import { useWizardState } from "../../ipc/wizard";
import { Card } from "../../kit/Card";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import { Disclosure } from "../../kit/Disclosure";
import { ErrorCard } from "../../kit/ErrorCard";
import { moment } from "../../kit/format";
import { Loading } from "../../kit/Loading";
import { StatusIcon, type StatusShape } from "../../kit/StatusIcon";
import { ActionGroups } from "./ActionGroups";
import { Drift } from "./Drift";
import { Failure } from "./Failure";
import { Failures } from "./Failures";
import { Logs } from "./Logs";
import { OnDemand } from "./OnDemand";
import styles from "./ScopeStart.module.css";
import { UndoButton } from "./UndoButton";

const SHAPES: Record<JobState, StatusShape> = {
  off: "todo",
  "first-cycle": "planned",
  healthy: "pass",
  "some-failed": "warn",
  paused: "blocked",
  quarantine: "fail",
};

/** Once something was applied: how the job stands, who fails and why, and the ways back. */
export function Health({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const job = useEntraJob(true);
  const logs = useEntraLogs(job.data);
  const entries = logs.data ?? [];
  return (
    <>
      {job.isLoading && <Loading label={t("scope.job.label")} rows={3} />}
      {job.error && <ErrorCard error={toAppError(job.error)} />}
      {job.data === null && <p className="secondary">{t("scope.job.none")}</p>}
      {job.data && <JobCard job={job.data} />}
      {logs.error && <ErrorCard error={toAppError(logs.error)} />}
      <Failures entries={entries} />
      {job.data && <Logs entries={entries} />}
      {job.data && <OnDemand />}
      <Drift />
      <Applied run={run} />
    </>
  );
}

function JobCard({ job }: { job: JobView }) {
  const { t } = useTranslation();
  const practice = useWizardState().data?.profile?.mode === "practice";
  const advance = useAdvance();
  const pause = usePause();
  const busy = advance.isPending || pause.isPending;
  const failure = advance.error ?? pause.error;
  const runs = job.state !== "off" && job.state !== "paused";
  const numbers = [
    ["people", job.people],
    ["exported", job.exported],
    ["failing", job.failed],
  ] as const;
  return (
    <Card label={t("scope.job.label")}>
      <div className={styles.job} data-job={job.state} data-first-cycle-over={job.firstCycleOver}>
        <h2 className={styles.verdict} aria-live="polite">
          <StatusIcon shape={SHAPES[job.state]} size={20} /> {job.headline}
        </h2>
        <p className="secondary">
          {job.lastEnded ? t("scope.job.last", { when: moment(job.lastEnded) }) : t("scope.job.noCycle")}{" "}
          {job.state === "first-cycle" && t("scope.job.firstCycle")}
          {!runs && t("scope.job.stoppedText")}
        </p>
        {job.lastEnded && (
          <dl className={styles.numbers}>
            {numbers.map(([name, count]) => (
              <div key={name} data-number={name}>
                <dt>{t(`scope.job.${name}`)}</dt>
                <dd data-bad={(name === "failing" && count > 0) || undefined}>{count}</dd>
              </div>
            ))}
          </dl>
        )}
        {job.quarantine && <Failure failure={job.quarantine} />}
        {failure && <ErrorCard error={toAppError(failure)} />}
        <div className={styles.buttons}>
          {practice && runs && (
            <Button
              icon={<FastForward16Regular />}
              disabled={busy}
              title={t("scope.job.advanceHint")}
              onClick={() => advance.mutate(40)}
            >
              {advance.isPending ? t("scope.job.advancing") : t("scope.job.advance")}
            </Button>
          )}
          {runs && (
            <ConfirmDialog
              title={t("scope.job.stopTitle")}
              confirm={t("scope.job.stopConfirm")}
              onConfirm={() => pause.mutate(undefined)}
              trigger={
                <Button icon={<Stop16Regular />} disabled={busy}>
                  {t("scope.job.stop")}
                </Button>
              }
            >
              <p>{t("scope.job.stopText")}</p>
              <p>{t("scope.job.stopKeeps")}</p>
            </ConfirmDialog>
          )}
        </div>
      </div>
    </Card>
  );
}

/** What was done, one by one where wanted, and the way back. */
function Applied({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const done = run.actions.filter((action) => action.status === "done").length;
  const title = t("scope.run.done", { count: done });
  return (
    <Card label={title}>
      <div className={styles.bar} data-applied={done}>
        <h2 className={styles.cardTitle}>
          {title} <span className={styles.when}>{t("scope.run.at", { when: moment(run.started) })}</span>
        </h2>
        <UndoButton run={run} />
      </div>
      <Disclosure summary={t("scope.run.all")}>
        <ActionGroups actions={run.actions} statuses />
      </Disclosure>
    </Card>
  );
}
