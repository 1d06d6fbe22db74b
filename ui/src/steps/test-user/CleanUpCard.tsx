import { useTranslation } from "react-i18next";
import type { CleanUp } from "../../ipc/bindings";
import { Card } from "../../kit/Card";
import { StatusIcon } from "../../kit/StatusIcon";
import styles from "./TestUser.module.css";

/** What was put back, and what can't be. */
export function CleanUpCard({ cleanUp, onShow }: { cleanUp: CleanUp; onShow: () => void }) {
  const { t } = useTranslation();
  return (
    <Card
      tone={cleanUp.ok ? "success" : "danger"}
      label={cleanUp.ok ? t("test.cleanedUp") : t("test.stillThere")}
    >
      <div className={styles.outcome} aria-live="polite" data-clean-up={cleanUp.ok ? "ok" : "failed"}>
        <StatusIcon shape={cleanUp.ok ? "pass" : "fail"} size={20} />
        <h2 className={styles.headline}>{cleanUp.summary}</h2>
      </div>
      <div className={styles.under}>
        {cleanUp.remains.length > 0 && (
          <>
            <h3 className={styles.caption}>{t("test.remains")}</h3>
            <ul className={styles.details}>
              {cleanUp.remains.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </>
        )}
        {cleanUp.exchanges.length > 0 && (
          <button type="button" className={`plain ${styles.link}`} onClick={onShow}>
            {t("test.exchanges", { count: cleanUp.exchanges.length })}
          </button>
        )}
      </div>
    </Card>
  );
}
