import { Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EntraChoices } from "../../ipc/bindings";
import { useChangeChoices } from "../../ipc/entra";
import { toAppError } from "../../ipc/errors";
import { Card } from "../../kit/Card";
import styles from "./ConnectEntra.module.css";

/** Which enterprise application it is about: by name, kept when the field is left. */
export function ApplicationCard({ choices }: { choices: EntraChoices }) {
  const { t } = useTranslation();
  const change = useChangeChoices();
  const { app } = choices;
  const named = app?.kind === "named" ? app.value : "";
  const [typed, setTyped] = useState<string | null>(null);
  const refusal = change.error ? toAppError(change.error) : null;

  function keep() {
    if (typed === null) return;
    if (typed.trim() === named) return setTyped(null);
    change.mutate((now) => ({ ...now, app: { kind: "named", value: typed } }), {
      onSuccess: () => setTyped(null),
    });
  }

  return (
    <Card label={t("entra.app")}>
      <h2 className={styles.cardTitle}>{t("entra.app")}</h2>
      {app?.kind === "existing" ? (
        <p>{t("entra.appExisting", { id: app.value })}</p>
      ) : (
        <Field
          className={styles.appName}
          label={t("entra.appName")}
          hint={t("entra.appHint")}
          validationState={refusal ? "error" : "none"}
          validationMessage={
            refusal ? (
              <span data-error-code={refusal.code}>{`${refusal.message} ${refusal.nextAction}`}</span>
            ) : undefined
          }
        >
          <Input
            value={typed ?? named}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
            onBlur={keep}
            onKeyDown={(event) => event.key === "Enter" && keep()}
          />
        </Field>
      )}
    </Card>
  );
}
