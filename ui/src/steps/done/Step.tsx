import { Button } from "@fluentui/react-components";
import { ChevronRight16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { JobState, JobView, ProvenLine } from "../../ipc/bindings";
import { useEntra } from "../../ipc/entra";
import { useEntraJob } from "../../ipc/entra-runs";
import { toAppError } from "../../ipc/errors";
import { useTestRun } from "../../ipc/test-run";
import { useGoToStep, useStartOver, useSummary, useWizardState } from "../../ipc/wizard";
import { ErrorCard } from "../../kit/ErrorCard";
import { Loading } from "../../kit/Loading";
import { StartOverButton } from "../../kit/StartOverButton";
import { StatusIcon } from "../../kit/StatusIcon";
import { stepShape } from "../../kit/step-shape";
import type { StepDefinition } from "../../wizard/contract";
import styles from "./Done.module.css";

function useHeading() {
  const { t } = useTranslation();
  const summary = useSummary().data;
  return {
    title: summary?.title ?? t("done.fallbackTitle"),
    subtitle: summary && (summary.complete ? t("done.subtitleComplete") : t("done.subtitleOpen")),
  };
}

function Body() {
  const { t } = useTranslation();
  const summary = useSummary();
  const standing = useTestRun().data?.canCleanUp === true;
  const entra = useEntra().data;
  const job = useEntraJob(entra?.signedIn === true && entra.run !== null).data;
  const profile = useWizardState().data?.profile;
  const goToStep = useGoToStep();
  const startOver = useStartOver();
  const failure = summary.error ?? goToStep.error ?? startOver.error;
  const busy = goToStep.isPending || startOver.isPending;

  if (summary.isLoading) return <Loading label={t("done.proven")} />;
  return (
    <div className={styles.page}>
      {failure && (
        <ErrorCard error={toAppError(failure)}>
          {startOver.error && toAppError(startOver.error).code.startsWith("keychain.") && (
            <Button size="small" disabled={busy} onClick={() => startOver.mutate(true)}>
              {t("start.leaveToken")}
            </Button>
          )}
        </ErrorCard>
      )}
      {summary.data && (
        <ul className={styles.lines} aria-label={t("done.proven")}>
          {summary.data.lines.map((line) => (
            <Line
              key={line.step}
              line={job && line.step === "scope-start" ? withHealth(line, job) : line}
              action={standing && line.step === "test-user" ? t("test.cleanUp") : null}
              onOpen={() => goToStep.mutate(line.step)}
            />
          ))}
        </ul>
      )}
      <div className={styles.actions}>
        <Button
          appearance={summary.data?.complete && !standing ? "primary" : "secondary"}
          disabled={busy}
          onClick={() => goToStep.mutate("preview")}
        >
          {t("done.again")}
        </Button>
        <StartOverButton
          size="medium"
          profileName={profile?.name ?? ""}
          disabled={busy}
          onConfirm={() => startOver.mutate(false)}
        />
      </div>
    </div>
  );
}

const HEALTH: Record<JobState, ProvenLine["status"]> = {
  off: "warning",
  "first-cycle": "unknown",
  healthy: "done",
  "some-failed": "warning",
  paused: "warning",
  quarantine: "error",
};

/** How the job stands says more of the Entra side than that it was set up. */
function withHealth(line: ProvenLine, job: JobView): ProvenLine {
  // A run that stopped in the middle comes first.
  if (line.status === "error") return line;
  return { ...line, status: HEALTH[job.state], text: job.headline };
}

type LineProps = {
  line: ProvenLine;
  /** What is to be done there, where something is. */
  action: string | null;
  onOpen: () => void;
};

function Line({ line, action, onOpen }: LineProps) {
  const { t } = useTranslation();
  const step = t(`steps.${line.step}.label`);
  return (
    <li data-proven={line.step} data-status={line.status}>
      <button
        type="button"
        className={`plain ${styles.line}`}
        title={t("done.open", { step })}
        onClick={onOpen}
      >
        <StatusIcon shape={stepShape(line.status)} size={20} label={t(`status.${line.status}`)} />
        <span className={styles.words}>
          <span className={styles.step}>{step}</span>
          <span>{line.text}</span>
        </span>
        {action && <span className={styles.action}>{action}</span>}
        <ChevronRight16Regular aria-hidden className={styles.chevron} />
      </button>
    </li>
  );
}

export const done: StepDefinition = { id: "done", useHeading, Body };
