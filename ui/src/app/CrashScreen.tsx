import { Button } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../kit/CopyButton";
import { StatusIcon } from "../kit/StatusIcon";
import styles from "./CrashScreen.module.css";

export function CrashScreen({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  const text = error.stack ?? error.message;
  return (
    <main className={styles.page}>
      <div className={styles.card} role="alert">
        <h1 className={styles.title}>
          <StatusIcon shape="fail" size={20} /> {t("crash.title")}
        </h1>
        <p>{t("crash.meaning")}</p>
        <pre className={styles.text}>{text}</pre>
        <div className={styles.actions}>
          <Button appearance="primary" onClick={onRetry}>
            {t("crash.retry")}
          </Button>
          <CopyButton text={text} label={t("crash.copy")} />
        </div>
      </div>
    </main>
  );
}
