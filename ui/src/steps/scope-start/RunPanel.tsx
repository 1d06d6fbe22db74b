import { Button, ProgressBar } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { RunAction, RunView } from "../../ipc/bindings";
import { useApply, useUndoRun } from "../../ipc/entra-runs";
import { Card } from "../../kit/Card";
import { ErrorCard } from "../../kit/ErrorCard";
import { StatusIcon } from "../../kit/StatusIcon";
import { ActionGroups } from "./ActionGroups";
import styles from "./ScopeStart.module.css";
import { useConsent, useStanding } from "./standing";
import { UndoButton } from "./UndoButton";

/** A run under way, one that stopped, or what taking one back came to. */
export function RunPanel() {
  const { progress, run, stopped, undoStopped, undo } = useStanding();
  if (progress?.pending) return <UnderWay kind={progress.kind} actions={progress.actions} />;
  if (run && (stopped || undoStopped)) return <Stopped run={run} undoing={undoStopped} />;
  return undo && <TakenBack undo={undo} />;
}

const SETTLED: readonly RunAction["status"][] = ["done", "undone", "final", "kept"];
const settled = (actions: RunAction[]) => actions.filter((action) => SETTLED.includes(action.status)).length;

function UnderWay({ kind, actions }: { kind: "apply" | "undo"; actions: RunAction[] }) {
  const { t } = useTranslation();
  const done = settled(actions);
  const total = actions.length;
  const title = t(kind === "apply" ? "scope.run.applying" : "scope.run.undoing", { done, total });
  return (
    <section className={styles.plan} aria-label={title} data-run="under-way">
      <h2 className={styles.cardTitle} aria-live="polite">
        {title}
      </h2>
      <ProgressBar value={done} max={total} aria-label={title} />
      <ActionGroups actions={actions} statuses />
    </section>
  );
}

/** Stopped in the middle: why, as far as it is known, and the way on. */
function Stopped({ run, undoing }: { run: RunView; undoing: boolean }) {
  const { t } = useTranslation();
  const { progress } = useStanding();
  const consent = useConsent(run.id);
  const apply = useApply();
  const undo = useUndoRun();
  const done = settled(run.actions);
  const title = undoing
    ? t("scope.run.undoStopped")
    : t("scope.run.stopped", { done, total: run.actions.length });
  const wanted = { run: run.id, actions: run.actions };
  // Who goes on consented when it was begun; what was typed then is sent again all the same.
  const people = consent.typed === "" ? null : Number(consent.typed);
  const goOn = () => void (undoing ? undo(wanted) : apply(wanted, { people, overwrite: consent.overwrite }));
  const buttons = (
    <>
      <Button appearance="primary" onClick={goOn}>
        {t("scope.run.goOn")}
      </Button>
      {!undoing && <UndoButton run={run} />}
    </>
  );
  return (
    <div className={styles.plan} data-run="stopped">
      {progress?.error ? (
        <ErrorCard error={progress.error}>{buttons}</ErrorCard>
      ) : (
        <Card tone="warning" label={title}>
          <h2 className={styles.headline}>{title}</h2>
          <p className={styles.under}>{t("scope.run.stoppedText")}</p>
          <div className={styles.buttons}>{buttons}</div>
        </Card>
      )}
      {progress?.error && <h2 className={styles.cardTitle}>{title}</h2>}
      <ActionGroups actions={run.actions} statuses />
    </div>
  );
}

const STAYS: readonly RunAction["status"][] = ["final", "kept"];

/** What was taken back, and what stays with its reason. */
function TakenBack({ undo }: { undo: RunView }) {
  const { t } = useTranslation();
  // What was never done has nothing to be taken back.
  const actions = undo.actions.filter((action) => action.status !== "planned");
  const stays = actions.filter((action) => STAYS.includes(action.status));
  const back = t("scope.run.undone", { count: actions.length - stays.length });
  const title = stays.length > 0 ? `${back}, ${t("scope.run.stays", { count: stays.length })}` : back;
  return (
    <section className={styles.plan} aria-label={title} data-run="undone">
      <h2 className={styles.verdict} aria-live="polite">
        <StatusIcon shape={stays.length > 0 ? "info" : "pass"} size={20} /> {title}
      </h2>
      <ActionGroups actions={actions} statuses />
    </section>
  );
}
