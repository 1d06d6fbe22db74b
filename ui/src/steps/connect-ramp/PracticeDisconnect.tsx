import { Button } from "@fluentui/react-components";
import { PlugDisconnected16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { usePracticeStatus, usePracticeTokenActions, usePracticeTokens } from "../../ipc/practice";
import { useAction } from "../../ipc/useAction";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import { ErrorCard } from "../../kit/ErrorCard";
import styles from "./PracticeSettings.module.css";

/** Ramp's *Disconnect* (R16), which says first what it ends and what it leaves. */
export function PracticeDisconnect({ busy, onEnded }: { busy: boolean; onEnded: () => void }) {
  const { t } = useTranslation();
  const users = usePracticeStatus(true).data?.users ?? 0;
  const valid = usePracticeTokens().data?.tokens.filter((token) => !token.revoked).length ?? 0;
  const actions = usePracticeTokenActions();
  const disconnect = useAction(async () => {
    await actions.disconnect();
    onEnded();
  });
  return (
    <div className={styles.section}>
      {disconnect.error && <ErrorCard error={disconnect.error} />}
      <ConfirmDialog
        title={t("practice.disconnectTitle")}
        confirm={t("practice.disconnectConfirm")}
        onConfirm={() => disconnect.run()}
        trigger={
          <Button
            size="small"
            className={styles.disconnect}
            icon={<PlugDisconnected16Regular />}
            disabled={busy || disconnect.pending || valid === 0}
          >
            {t("practice.disconnect")}
          </Button>
        }
      >
        <p>{t("practice.disconnectEnds")}</p>
        <ul className={styles.ends}>
          <li>{t("practice.endsTokens", { count: valid })}</li>
          <li>{t("practice.endsSync")}</li>
          <li>{t("practice.endsTest")}</li>
        </ul>
        <p className="secondary">{t("practice.disconnectKeeps", { count: users })}</p>
      </ConfirmDialog>
    </div>
  );
}
