import { Button } from "@fluentui/react-components";
import { Wrench16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { RowChange } from "../../ipc/bindings";
import { Changes } from "../../kit/Changes";
import { ConfirmDialog } from "../../kit/ConfirmDialog";

type Props = { planned: RowChange[]; filled: boolean; busy: boolean; onFixAll: () => void };

/** Shows every change before it makes them: what stands there now, above what will stand there. */
export function FixAllDialog({ planned, filled, busy, onFixAll }: Props) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog
      title={t("mappings.fixAllTitle", { count: planned.length })}
      confirm={t("mappings.fixThese", { count: planned.length })}
      onConfirm={onFixAll}
      trigger={
        <Button
          size="small"
          appearance={filled ? "primary" : "secondary"}
          icon={<Wrench16Regular />}
          disabled={busy}
        >
          {t("mappings.fixAll", { count: planned.length })}
        </Button>
      }
    >
      <Changes changes={planned} none="" />
      <p className="secondary">{t("mappings.fixAllText")}</p>
    </ConfirmDialog>
  );
}
