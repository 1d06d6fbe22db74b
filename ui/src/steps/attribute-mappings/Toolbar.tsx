import { Button } from "@fluentui/react-components";
import { Add16Regular, ArrowCounterclockwise16Regular } from "@fluentui/react-icons";
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
  onAdd: () => void;
  onFixAll: () => void;
  onReset: () => void;
};

export function Toolbar({ planned, filled, recommended, busy, onAdd, onFixAll, onReset }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t("mappings.title")}>
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
