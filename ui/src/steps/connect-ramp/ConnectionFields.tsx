import { Button, Field, Input } from "@fluentui/react-components";
import { ArrowSwap16Regular, Key16Regular } from "@fluentui/react-icons";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TokenChip } from "../../ipc/bindings";
import { SecretInput } from "../../kit/SecretInput";
import styles from "./ConnectRamp.module.css";
import type { ConnectionForm } from "./useConnection";

type Props = { connection: ConnectionForm; token: TokenChip | null; practice: boolean };

export function ConnectionFields({ connection, token, practice }: Props) {
  const { t } = useTranslation();
  const { replacing, ended, setReplacing } = connection;
  return (
    <>
      <UrlInput connection={connection} />
      {token && !replacing && !ended ? (
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
        <TokenInput connection={connection} practice={practice} canKeep={token !== null && !ended} />
      )}
    </>
  );
}

/** The address, and below it what is wrong with it and the mended one. */
function UrlInput({ connection }: { connection: ConnectionForm }) {
  const { t } = useTranslation();
  const { url, setUrl, problem, urlRefusal, suggestedUrl: suggested } = connection;
  const field = useRef<HTMLInputElement>(null);
  const refused = urlRefusal && (
    <span data-error-code={urlRefusal.code}>
      {[urlRefusal.message, urlRefusal.nextAction, ...urlRefusal.details].join(" ")}
    </span>
  );
  const wrong = problem === "url" ? t("connect.needUrl") : refused;

  function take(address: string) {
    setUrl(address);
    // The button goes with the refusal.
    field.current?.focus();
  }

  return (
    <div className={styles.urlField}>
      <Field
        label={t("connect.url")}
        validationState={wrong ? "error" : "none"}
        validationMessage={wrong ? { className: styles.message, children: wrong } : undefined}
      >
        <Input
          input={{ ref: field }}
          className="mono"
          value={url}
          spellCheck={false}
          autoComplete="off"
          inputMode="url"
          onChange={(event) => setUrl(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && connection.test()}
        />
      </Field>
      {suggested && (
        <Button size="small" appearance="primary" title={suggested} onClick={() => take(suggested)}>
          {t("connect.useUrl")}
        </Button>
      )}
    </div>
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
  const { field: input, replacing } = connection;
  // Asked for by Replace, which is gone: the keyboard goes on where the token goes.
  useEffect(() => {
    if (replacing) input.current?.focus();
  }, [replacing, input]);
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
          ref={input}
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
