import { useTranslation } from "react-i18next";
import type { RunStep, RunStepId, RunStepStatus } from "../../ipc/bindings";
import { StatusIcon, type StatusShape } from "../../kit/StatusIcon";
import styles from "./StepStrip.module.css";

const SHAPES: Record<RunStepStatus, StatusShape> = {
  success: "pass",
  skipped: "skipped",
  failure: "fail",
  planned: "planned",
};

type Props = { steps: RunStep[]; shown: string | null; onShow: (step: RunStepId) => void };

/** Entra's four steps, each a way to what it sent. */
export function StepStrip({ steps, shown, onShow }: Props) {
  const { t } = useTranslation();
  return (
    <ol className={styles.strip}>
      {steps.map((step) => (
        <li
          key={step.step}
          className={styles.step}
          data-run-step={step.step}
          data-run-status={step.status}
          data-shown={step.step === shown || undefined}
        >
          <button
            type="button"
            className={`plain ${styles.button}`}
            aria-pressed={step.step === shown}
            title={t("test.showExchanges", { step: t(`test.stepsFull.${step.step}`) })}
            onClick={() => onShow(step.step)}
          >
            <StatusIcon shape={SHAPES[step.status]} label={t(`test.statuses.${step.status}`)} />
            <span className={styles.name}>{t(`test.steps.${step.step}`)}</span>
            <span className={styles.time}>
              {step.millis > 0 ? t("app.milliseconds", { count: step.millis }) : ""}
            </span>
            <span className={styles.summary}>{step.summary}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
