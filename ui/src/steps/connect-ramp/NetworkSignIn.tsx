import { Button, Field } from "@fluentui/react-components";
import { Key16Regular } from "@fluentui/react-icons";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { SecretInput } from "../../kit/SecretInput";
import styles from "./Network.module.css";
import type { Refusal } from "./NetworkForm";
import type { NetworkForm } from "./useNetworkForm";

type Props = { form: NetworkForm; busy: boolean; refusal: Refusal };

/** User and password for the proxy: that they are kept, or fields for them. */
export function NetworkSignIn({ form, busy, refusal }: Props) {
  const { t } = useTranslation();
  const replace = useRef<HTMLButtonElement>(null);
  const { asked, answered, keepsSignIn, user } = form;

  // The button that asked is gone: the keyboard goes on in what took its place.
  useEffect(() => {
    if (asked === null || (asked === "kept") !== keepsSignIn) return;
    (keepsSignIn ? replace : user).current?.focus();
    answered();
  }, [asked, answered, keepsSignIn, user]);

  if (keepsSignIn) {
    return (
      <div className={styles.kept}>
        <Key16Regular aria-hidden />
        <span className={styles.keptText}>{t("network.signsIn")}</span>
        <Button
          size="small"
          appearance="subtle"
          ref={replace}
          disabledFocusable={busy}
          aria-label={t("network.replaceNamed")}
          onClick={form.replace}
        >
          {t("network.replace")}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          disabledFocusable={busy}
          aria-label={t("network.forgetNamed")}
          onClick={form.forget}
        >
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
      {form.canKeepOld && (
        <Button size="small" appearance="subtle" className={styles.keepOld} onClick={form.keepOld}>
          {t("network.keepOld")}
        </Button>
      )}
    </div>
  );
}
