import { Button } from "@fluentui/react-components";
import { Key16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { PracticeTokenInfo } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { usePracticeTokenActions, usePracticeTokens } from "../../ipc/practice";
import { useAction } from "../../ipc/useAction";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { calendarDay, moment } from "../../kit/format";
import { Loading } from "../../kit/Loading";
import styles from "./PracticeSettings.module.css";
import type { MadeToken } from "./PracticeTokenCard";

type Props = { busy: boolean; onMade: (token: MadeToken) => void; onEnded: () => void };

/** The valid tokens by their fingerprints: never more than that, also for the one that is in use. */
export function PracticeTokens({ busy, onMade, onEnded }: Props) {
  const { t } = useTranslation();
  const listed = usePracticeTokens();
  const actions = usePracticeTokenActions();
  const rotate = useAction(async (fingerprint: string, inUse: boolean) =>
    onMade({ value: await actions.rotate(fingerprint), inUse }),
  );
  const revoke = useAction(async (fingerprint: string, inUse: boolean) => {
    await actions.revoke(fingerprint);
    if (inUse) onEnded();
  });

  if (listed.error) return <ErrorCard error={toAppError(listed.error)} />;
  if (!listed.data) return <Loading label={t("practice.tokens")} rows={1} />;
  const { tokens, inUse } = listed.data;
  const valid = tokens.filter((token) => !token.revoked).reverse();
  const ended = tokens.length - valid.length;
  const failure = rotate.error ?? revoke.error;
  return (
    <section className={styles.section} aria-labelledby="practice-tokens">
      <h2 id="practice-tokens" className={styles.heading}>
        {t("practice.tokens")}
      </h2>
      {valid.length === 0 && <p className={styles.small}>{t("practice.noTokens")}</p>}
      <ul className={styles.tokens}>
        {valid.map((token) => (
          <Token
            key={token.fingerprint}
            token={token}
            use={inUse === null ? "unknown" : token.fingerprint === inUse ? "here" : "elsewhere"}
            busy={busy || rotate.pending || revoke.pending}
            // Not known to be of use to somebody else, the new one is for here.
            onRotate={() => rotate.run(token.fingerprint, inUse === null || token.fingerprint === inUse)}
            onRevoke={() => revoke.run(token.fingerprint, token.fingerprint === inUse)}
          />
        ))}
      </ul>
      {failure && <ErrorCard error={failure} />}
      {ended > 0 && <p className={styles.small}>{t("practice.endedTokens", { count: ended })}</p>}
    </section>
  );
}

type TokenProps = {
  token: PracticeTokenInfo;
  /** Who sends it. Unknown where this window has none, or the keychain does not tell. */
  use: "here" | "elsewhere" | "unknown";
  busy: boolean;
  onRotate: () => void;
  onRevoke: () => void;
};

function Token({ token, use, busy, onRotate, onRevoke }: TokenProps) {
  const { t } = useTranslation();
  const { fingerprint, label, created, lastUsed } = token;
  const facts = [
    label,
    t("practice.made", { when: moment(created) }),
    lastUsed ? t("practice.lastUsed", { day: calendarDay(lastUsed) }) : t("practice.notUsed"),
  ];
  const ends = t(`practice.ends.${use}`);
  return (
    <li className={styles.token} data-token={fingerprint} data-use={use}>
      <Key16Regular aria-hidden />
      <span className={styles.tokenName}>
        <code>{fingerprint}</code>
        {use === "here" && <span className={styles.inUse}>{t("practice.inUse")}</span>}
      </span>
      <span className={styles.tokenActions}>
        <ConfirmDialog
          title={t("practice.rotateTitle", { fingerprint })}
          confirm={t("practice.rotateConfirm")}
          onConfirm={onRotate}
          trigger={
            <Button
              size="small"
              appearance="subtle"
              disabled={busy}
              aria-label={t("practice.rotateNamed", { fingerprint })}
            >
              {t("practice.rotate")}
            </Button>
          }
        >
          <p>{t("practice.rotateText")}</p>
          <p className={styles.also}>{ends}</p>
        </ConfirmDialog>
        <ConfirmDialog
          title={t("practice.revokeTitle", { fingerprint })}
          confirm={t("practice.revokeConfirm")}
          onConfirm={onRevoke}
          trigger={
            <Button
              size="small"
              appearance="subtle"
              disabled={busy}
              aria-label={t("practice.revokeNamed", { fingerprint })}
            >
              {t("practice.revoke")}
            </Button>
          }
        >
          <p>{t("practice.revokeText")}</p>
          <p className={styles.also}>{ends}</p>
        </ConfirmDialog>
      </span>
      <span className={styles.tokenFacts}>{facts.filter(Boolean).join(" · ")}</span>
    </li>
  );
}
