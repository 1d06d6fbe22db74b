import { Button, Field } from "@fluentui/react-components";
import { Key16Regular } from "@fluentui/react-icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { SecretInput } from "../../kit/SecretInput";
import styles from "./Network.module.css";
import type { Refusal } from "./NetworkForm";
import type { NetworkForm } from "./useNetworkForm";

type Props = { form: NetworkForm; busy: boolean; refusal: Refusal };

/** User and password for the proxy: that they are kept, or fields for them. */
export function NetworkSignIn({ form, busy, refusal }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const { keepsSignIn, user } = form;

  // The button that asked is gone: the keyboard goes on in the field that took its place.
  useEffect(() => {
    if (asked && !keepsSignIn) user.current?.focus();
    if (keepsSignIn) setAsked(false);
  }, [asked, keepsSignIn, user]);

  if (keepsSignIn) {
    return (
      <div className={styles.kept}>
        <Key16Regular aria-hidden />
        <span className={styles.keptText}>{t("network.signsIn")}</span>
        <Button
          size="small"
          appearance="subtle"
          disabled={busy}
          onClick={() => {
            setAsked(true);
            form.setReplacing(true);
          }}
        >
          {t("network.replace")}
        </Button>
        <Button size="small" appearance="subtle" disabledFocusable={busy} onClick={form.forget}>
          {t("network.forget")}
        </Button>
      </div>
    );
  }
  return <Fields form={form} refusal={refusal} />;
}

/** Uncontrolled on purpose: what is typed here is never in React's state. */
function Fields({ form, refusal }: { form: NetworkForm; refusal: Refusal }) {
  const { t } = useTranslation();
  const without = form.proxy.trim() === "";
  const hint = without ? t("network.proxyFirst") : form.losesSignIn ? t("network.otherProxy") : undefined;
  const wrong = form.colon
    ? { validationState: "error" as const, validationMessage: t("network.colon") }
    : refusal;
  return (
    <div className={styles.signIn}>
      <Field size="small" label={t("network.user")} hint={hint} {...wrong}>
        {(field) => (
          <SecretInput {...field} ref={form.user} shown small disabled={without} onInput={form.onType} />
        )}
      </Field>
      <Field size="small" label={t("network.password")}>
        {(field) => (
          <SecretInput {...field} ref={form.password} small disabled={without} onInput={form.onType} />
        )}
      </Field>
      {form.replacing && (
        <Button
          size="small"
          appearance="subtle"
          className={styles.keepOld}
          onClick={() => form.setReplacing(false)}
        >
          {t("network.keepOld")}
        </Button>
      )}
    </div>
  );
}
