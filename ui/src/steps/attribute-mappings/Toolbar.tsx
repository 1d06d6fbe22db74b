import { Button } from "@fluentui/react-components";
import { Add16Regular, ArrowCounterclockwise16Regular, Wrench16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import styles from "./Mappings.module.css";

type Props = {
  fixes: number;
  filled: boolean;
  recommended: boolean;
  busy: boolean;
  onAdd: () => void;
  onFixAll: () => void;
  onReset: () => void;
};

export function Toolbar({ fixes, filled, recommended, busy, onAdd, onFixAll, onReset }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t("mappings.title")}>
      <Button size="small" appearance="subtle" icon={<Add16Regular />} onClick={onAdd}>
        {t("mappings.addRow")}
      </Button>
      {fixes > 1 && (
        <Button
          size="small"
          appearance={filled ? "primary" : "secondary"}
          icon={<Wrench16Regular />}
          disabled={busy}
          onClick={onFixAll}
        >
          {t("mappings.fixAll", { count: fixes })}
        </Button>
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
