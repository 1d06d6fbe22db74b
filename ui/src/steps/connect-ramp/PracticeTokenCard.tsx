import { Button } from "@fluentui/react-components";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { usePracticeTokenActions } from "../../ipc/practice";
import { useAction } from "../../ipc/useAction";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import { CopyButton } from "../../kit/CopyButton";
import { ErrorCard } from "../../kit/ErrorCard";
import styles from "./ConnectRamp.module.css";
import type { TokenEnd } from "./useConnection";

/** A token just made, and whether it took the place of the one in use here. */
export type MadeToken = { value: string; inUse: boolean };

type Props = {
  busy: boolean;
  filled: boolean;
  /** A token is in use, which a new one makes worthless. */
  replaces: boolean;
  /** It is worthless already, and no other is in use yet. */
  ended: TokenEnd | null;
  made: MadeToken | null;
  onMade: (token: MadeToken) => void;
  onUse: (token: string) => void;
  onHide: () => void;
};

/** Practice Ramp's own page: it makes a token and shows it once. */
export function PracticeTokenCard(props: Props) {
  const { busy, filled, replaces, ended, made, onMade, onUse, onHide } = props;
  const { t } = useTranslation();
  const actions = usePracticeTokenActions();
  const generate = useAction(async () => onMade({ value: await actions.generate(), inUse: true }));
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
  if (made) return <NewToken key={made.value} made={made} onUse={onUse} onHide={onHide} />;
  return (
    <section className={styles.practiceToken} aria-labelledby="practice-token">
      <h2 id="practice-token" className={styles.cardTitle}>
        {t("connect.practiceTitle")}
      </h2>
      <p className="secondary">
        {ended
          ? t(`connect.practiceEnded.${ended}`)
          : t(replaces ? "connect.practiceReplaces" : "connect.practiceText")}
      </p>
      {replaces && !ended ? (
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
    </section>
  );
}

function NewToken({ made, onUse, onHide }: Pick<Props, "onUse" | "onHide"> & { made: MadeToken }) {
  const { t } = useTranslation();
  const useButton = useRef<HTMLButtonElement>(null);
  // What was pressed is gone: the next useful button takes the focus.
  useEffect(() => useButton.current?.focus(), []);
  return (
    <section className={styles.practiceToken} aria-labelledby="practice-token">
      <h2 id="practice-token" className={styles.cardTitle}>
        {t("connect.practiceMade")}
      </h2>
      <output className={styles.newToken} aria-label={t("connect.newToken")}>
        {made.value}
      </output>
      <p className="secondary">{t(made.inUse ? "connect.shownOnce" : "connect.shownOnceElsewhere")}</p>
      <div className={styles.row}>
        <Button
          appearance={made.inUse ? "primary" : "secondary"}
          onClick={() => onUse(made.value)}
          ref={useButton}
        >
          {t("connect.useToken")}
        </Button>
        <CopyButton text={made.value} label={t("app.copy")} />
        {!made.inUse && (
          <Button size="small" appearance="subtle" onClick={onHide}>
            {t("connect.hideToken")}
          </Button>
        )}
      </div>
    </section>
  );
}
