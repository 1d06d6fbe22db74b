import { Button } from "@fluentui/react-components";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { generatePracticeToken } from "../../ipc/connection";
import { useAction } from "../../ipc/useAction";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import { CopyButton } from "../../kit/CopyButton";
import { ErrorCard } from "../../kit/ErrorCard";
import styles from "./ConnectRamp.module.css";

type Props = {
  busy: boolean;
  filled: boolean;
  /** A token is in use, which a new one makes worthless. */
  replaces: boolean;
  /** That has happened, and the new one is not in use yet. */
  replaced: boolean;
  onMade: () => void;
  onUse: (token: string) => Promise<void>;
};

/** Practice Ramp's own page: it makes a token and shows it once. Using it, or leaving, forgets it here. */
export function PracticeTokenCard({ busy, filled, replaces, replaced, onMade, onUse }: Props) {
  const { t } = useTranslation();
  const [token, setToken] = useState<string | null>(null);
  const generate = useAction(async () => {
    setToken(await generatePracticeToken());
    onMade();
  });

  const useButton = useRef<HTMLButtonElement>(null);
  // What was pressed is gone: the next useful button takes the focus.
  useEffect(() => {
    if (token !== null) useButton.current?.focus();
  }, [token]);

  function use() {
    if (token === null) return;
    setToken(null);
    void onUse(token);
  }

  const button = {
    appearance: filled && !busy ? "primary" : "secondary",
    disabled: generate.pending || busy,
  } as const;

  if (generate.error) {
    return (
      <ErrorCard error={generate.error}>
        <Button size="small" onClick={() => generate.run()}>
          {t("app.tryAgain")}
        </Button>
      </ErrorCard>
    );
  }
  return (
    <section className={styles.practiceToken} aria-labelledby="practice-token">
      <h2 id="practice-token" className={styles.cardTitle}>
        {t("connect.practiceTitle")}
      </h2>
      {token === null ? (
        <>
          <p className="secondary">
            {t(
              replaced
                ? "connect.practiceReplaced"
                : replaces
                  ? "connect.practiceReplaces"
                  : "connect.practiceText",
            )}
          </p>
          {replaces && !replaced ? (
            <ConfirmDialog
              title={t("connect.replaceTitle")}
              confirm={t("connect.replaceConfirm")}
              onConfirm={() => generate.run()}
              trigger={<Button {...button}>{t("connect.generate")}</Button>}
            >
              <p>{t("connect.replaceText")}</p>
            </ConfirmDialog>
          ) : (
            <Button {...button} onClick={() => generate.run()}>
              {t("connect.generate")}
            </Button>
          )}
        </>
      ) : (
        <>
          <output className={styles.newToken} aria-label={t("connect.newToken")}>
            {token}
          </output>
          <p className="secondary">{t("connect.shownOnce")}</p>
          <div className={styles.row}>
            <Button appearance="primary" onClick={use} ref={useButton}>
              {t("connect.useToken")}
            </Button>
            <CopyButton text={token} label={t("app.copy")} />
          </div>
        </>
      )}
    </section>
  );
}
