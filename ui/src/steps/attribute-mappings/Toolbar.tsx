import { Button } from "@fluentui/react-components";
import {
  Add16Regular,
  ArrowCounterclockwise16Regular,
  ArrowRedo20Regular,
  ArrowUndo20Regular,
} from "@fluentui/react-icons";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PlannedFix } from "../../ipc/bindings";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import { FixAllDialog } from "./FixAllDialog";
import styles from "./Mappings.module.css";

type Props = {
  /** What fixing all would change. */
  planned: PlannedFix[];
  filled: boolean;
  recommended: boolean;
  busy: boolean;
  /** What Undo takes back, by its name; `null` where there is nothing. */
  undo: string | null;
  redo: string | null;
  onUndo: () => void;
  onRedo: () => void;
  onAdd: () => void;
  onFixAll: () => void;
  onReset: () => void;
};

export function Toolbar(props: Props) {
  const { planned, filled, recommended, busy, undo, redo, onUndo, onRedo, onAdd, onFixAll, onReset } = props;
  const { t } = useTranslation();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t("mappings.title")}>
      <HistoryButton
        icon={<ArrowUndo20Regular />}
        label={t("mappings.undo")}
        keys="Ctrl+Z"
        change={undo}
        busy={busy}
        onClick={onUndo}
      />
      <HistoryButton
        icon={<ArrowRedo20Regular />}
        label={t("mappings.redo")}
        keys="Ctrl+Shift+Z"
        change={redo}
        busy={busy}
        onClick={onRedo}
      />
      <span className={styles.divider} aria-hidden />
      <Button size="small" appearance="subtle" icon={<Add16Regular />} data-add-row onClick={onAdd}>
        {t("mappings.addRow")}
      </Button>
      {planned.length > 1 && (
        <FixAllDialog planned={planned} filled={filled} busy={busy} onFixAll={onFixAll} />
      )}
      {!recommended && (
        <ConfirmDialog
          title={t("mappings.resetTitle")}
          confirm={t("mappings.resetConfirm")}
          onConfirm={onReset}
          trigger={
            <Button
              size="small"
              appearance="subtle"
              icon={<ArrowCounterclockwise16Regular />}
              disabled={busy}
            >
              {t("mappings.reset")}
            </Button>
          }
        >
          <p>{t("mappings.resetText")}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

type HistoryProps = {
  icon: ReactElement;
  label: string;
  keys: string;
  change: string | null;
  busy: boolean;
  onClick: () => void;
};

/** Stays where the keyboard is when there is nothing left to go back to. */
function HistoryButton({ icon, label, keys, change, busy, onClick }: HistoryProps) {
  const { t } = useTranslation();
  const what = change === null ? t("mappings.nothingTo", { what: label }) : `${label}: ${change}`;
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={icon}
      aria-label={what}
      title={`${what} (${keys})`}
      disabledFocusable={change === null || busy}
      onClick={onClick}
    />
  );
}
