import { Button, Divider } from "@fluentui/react-components";
import {
  Add16Regular,
  ArrowCounterclockwise16Regular,
  ArrowExportLtr16Regular,
  ArrowImport16Regular,
  ArrowRedo20Regular,
  ArrowUndo20Regular,
  BranchCompare16Regular,
} from "@fluentui/react-icons";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { MappingsView, RowChange } from "../../ipc/bindings";
import { FixAllDialog } from "./FixAllDialog";
import styles from "./Mappings.module.css";

/** A dialog of the step. The button that opens it is found by its name. */
export type Opened = "compare" | "import" | "export" | "reset" | "role-sync";

type Props = {
  view: MappingsView;
  /** What fixing all would change. */
  planned: RowChange[];
  filled: boolean;
  busy: boolean;
  onUndo: () => void;
  onRedo: () => void;
  onAdd: () => void;
  onFixAll: () => void;
  onOpen: (dialog: Opened) => void;
};

export function Toolbar({ view, planned, filled, busy, onUndo, onRedo, onAdd, onFixAll, onOpen }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t("mappings.title")}>
      <HistoryButton
        icon={<ArrowUndo20Regular />}
        label={t("mappings.undo")}
        keys="Ctrl+Z"
        change={view.undo}
        busy={busy}
        onClick={onUndo}
      />
      <HistoryButton
        icon={<ArrowRedo20Regular />}
        label={t("mappings.redo")}
        keys="Ctrl+Shift+Z"
        change={view.redo}
        busy={busy}
        onClick={onRedo}
      />
      <Divider vertical className={styles.divider} />
      <Button size="small" appearance="subtle" icon={<Add16Regular />} data-add-row onClick={onAdd}>
        {t("mappings.addRow")}
      </Button>
      {planned.length > 1 && (
        <FixAllDialog planned={planned} filled={filled} busy={busy} onFixAll={onFixAll} />
      )}
      <Divider vertical className={styles.divider} />
      <DialogButton dialog="import" icon={<ArrowImport16Regular />} onOpen={onOpen} />
      <DialogButton dialog="export" icon={<ArrowExportLtr16Regular />} onOpen={onOpen} />
      {(view.differences > 0 || view.imported !== null) && (
        <DialogButton dialog="compare" icon={<BranchCompare16Regular />} onOpen={onOpen} />
      )}
      {!view.recommended && (
        <DialogButton dialog="reset" icon={<ArrowCounterclockwise16Regular />} onOpen={onOpen} />
      )}
    </div>
  );
}

type DialogButtonProps = {
  dialog: Exclude<Opened, "role-sync">;
  icon: ReactElement;
  onOpen: (dialog: Opened) => void;
};

function DialogButton({ dialog, icon, onOpen }: DialogButtonProps) {
  const { t } = useTranslation();
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={icon}
      data-dialog={dialog}
      aria-haspopup="dialog"
      onClick={() => onOpen(dialog)}
    >
      {t(`mappings.${dialog}`)}
    </Button>
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
