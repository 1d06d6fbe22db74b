import { Tooltip } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { StepId, StepView } from "../ipc/bindings";
import { StatusIcon } from "../kit/StatusIcon";
import { stepShape } from "../kit/step-shape";
import { useMediaQuery } from "../kit/useMediaQuery";
import styles from "./Rail.module.css";

type Props = { steps: StepView[]; current: StepId; onOpen: (id: StepId) => void };

/** A line per step that says the content of its state. */
export function Rail({ steps, current, onOpen }: Props) {
  const { t } = useTranslation();
  const narrow = useMediaQuery("(max-width: 999px)");
  return (
    <nav className={styles.rail} aria-label={t("app.steps")}>
      <ol className={styles.list}>
        {steps.map((step) => (
          <li key={step.id} data-step={step.id} data-status={step.status}>
            {narrow ? (
              <Tooltip
                relationship="inaccessible"
                positioning="after"
                withArrow
                content={
                  <>
                    <strong>{t(`steps.${step.id}.label`)}</strong>
                    <br />
                    {step.line}
                  </>
                }
              >
                <RailButton step={step} current={current} onOpen={onOpen} />
              </Tooltip>
            ) : (
              <RailButton step={step} current={current} onOpen={onOpen} />
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

type ButtonProps = { step: StepView; current: StepId; onOpen: (id: StepId) => void };

/** Blocked items stay reachable: their line is the reason. */
function RailButton({ step, current, onOpen, ...tooltip }: ButtonProps) {
  const { t } = useTranslation();
  const isCurrent = step.id === current;
  return (
    <button
      {...tooltip}
      type="button"
      className={`plain ${styles.item}`}
      aria-current={isCurrent ? "step" : undefined}
      aria-disabled={!step.available || undefined}
      onClick={() => {
        if (step.available && !isCurrent) onOpen(step.id);
      }}
    >
      <StatusIcon shape={stepShape(step.status)} label={t(`status.${step.status}`)} />
      <span className={styles.words}>
        <span className={styles.name}>{t(`steps.${step.id}.label`)}</span>
        <span className={styles.line} title={step.line}>
          {step.line}
        </span>
      </span>
    </button>
  );
}
