import { Button } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { toAppError } from "../../ipc/errors";
import { useMappingChanges } from "../../ipc/mappings";
import { Changes } from "../../kit/Changes";
import { ErrorCard } from "../../kit/ErrorCard";
import { WideDialog } from "./WideDialog";

type Props = { onClose: () => void; onReset: () => void };

/** Every row that the recommended table would change, before it does. */
export function ResetDialog({ onClose, onReset }: Props) {
  const { t } = useTranslation();
  const changes = useMappingChanges("current", "recommended", true);
  return (
    <WideDialog
      title={t("mappings.resetTitle")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button appearance="primary" disabled={!changes.data} onClick={onReset}>
            {t("mappings.resetConfirm")}
          </Button>
        </>
      }
    >
      <p className="secondary">{t("mappings.resetText")}</p>
      {changes.error && <ErrorCard error={toAppError(changes.error)} />}
      {changes.data && <Changes changes={changes.data} none={t("mappings.noChange")} />}
    </WideDialog>
  );
}
