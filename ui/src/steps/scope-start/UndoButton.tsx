import { Button } from "@fluentui/react-components";
import { ArrowUndo16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { RunView } from "../../ipc/bindings";
import { useUndoRun } from "../../ipc/entra-runs";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import styles from "./ScopeStart.module.css";

/** Takes a run back, after it has said what stays. */
export function UndoButton({ run }: { run: RunView }) {
  const { t } = useTranslation();
  const undo = useUndoRun();
  const begun = run.actions.filter((action) => action.status !== "planned" && action.status !== "failed");
  const stays = begun.filter((action) => action.finalBecause !== null);
  return (
    <ConfirmDialog
      title={t("scope.run.undoTitle")}
      confirm={t("scope.run.undoConfirm")}
      onConfirm={() => void undo({ run: run.id, actions: begun })}
      trigger={<Button icon={<ArrowUndo16Regular />}>{t("scope.run.undo")}</Button>}
    >
      <p>{t("scope.run.undoText")}</p>
      {stays.length > 0 ? (
        <>
          <p className={styles.staysHead}>{t("scope.run.undoStays")}</p>
          <ul className={styles.stays}>
            {stays.map((action) => (
              <li key={action.id}>
                <strong>{action.summary}.</strong> {action.finalBecause}
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{t("scope.run.undoNothingStays")}</p>
      )}
    </ConfirmDialog>
  );
}
