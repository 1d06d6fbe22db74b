import { Button, Field, Input } from "@fluentui/react-components";
import { ArrowSwap16Regular, Key16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { TokenChip } from "../../ipc/bindings";
import { SecretInput } from "../../kit/SecretInput";
import styles from "./ConnectRamp.module.css";
import type { ConnectionForm } from "./useConnection";

type Props = { connection: ConnectionForm; token: TokenChip | null; practice: boolean };

export function ConnectionFields({ connection, token, practice }: Props) {
  const { t } = useTranslation();
  const { url, setUrl, problem, replacing, setReplacing } = connection;
  return (
    <>
      <Field
        label={t("connect.url")}
        validationState={problem === "url" ? "error" : "none"}
        validationMessage={problem === "url" ? t("connect.needUrl") : undefined}
      >
        <Input
          className="mono"
          value={url}
          spellCheck={false}
          autoComplete="off"
          inputMode="url"
          onChange={(event) => setUrl(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && connection.test()}
        />
      </Field>
      {token && !replacing ? (
        <div className={styles.tokenField}>
          <span className={styles.label}>{t("connect.token")}</span>
          <span className={styles.chip} data-token-place={token.place}>
            <Key16Regular aria-hidden />
            <span className={styles.chipText}>
              {token.place === "keychain" ? t("connect.inKeychain") : t("connect.forThisRun")}{" "}
              <code className={styles.lastFour}>{token.lastFour}</code>
            </span>
            <Button
              size="small"
              appearance="subtle"
              icon={<ArrowSwap16Regular />}
              onClick={() => setReplacing(true)}
            >
              {t("connect.replace")}
            </Button>
          </span>
        </div>
      ) : (
        <TokenInput
          connection={connection}
          practice={practice}
          canKeep={token !== null && !connection.replaced}
        />
      )}
    </>
  );
}

/** Uncontrolled on purpose: what is typed here is never in React's state. */
function TokenInput({
  connection,
  practice,
  canKeep,
}: {
  connection: ConnectionForm;
  practice: boolean;
  canKeep: boolean;
}) {
  const { t } = useTranslation();
  const missing = practice ? t("connect.needTokenPractice") : t("connect.needToken");
  return (
    <Field
      label={t("connect.token")}
      validationState={connection.problem === "token" ? "error" : "none"}
      validationMessage={connection.problem === "token" ? missing : undefined}
      hint={connection.tokenIsHeld ? t("connect.held") : undefined}
    >
      {(field) => (
        <SecretInput
          {...field}
          ref={connection.field}
          placeholder={t("connect.pasteToken")}
          onInput={connection.onType}
          onKeyDown={(event) => event.key === "Enter" && connection.test()}
          after={
            canKeep ? (
              <Button size="small" appearance="subtle" onClick={() => connection.setReplacing(false)}>
                {t("connect.keepOld")}
              </Button>
            ) : undefined
          }
        />
      )}
    </Field>
  );
}
