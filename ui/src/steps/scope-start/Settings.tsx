import { Field, Input, Radio, RadioGroup } from "@fluentui/react-components";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { EntraChoices } from "../../ipc/bindings";
import { type ChangeOfChoices, useChangeChoices } from "../../ipc/entra";
import { toAppError } from "../../ipc/errors";
import { Disclosure } from "../../kit/Disclosure";
import { StatusIcon } from "../../kit/StatusIcon";
import styles from "./Choices.module.css";
import { complete } from "./standing";

type Props = { choices: EntraChoices; disabled: boolean };

/** Entra's provisioning settings, by the portal's labels. Each is kept when its field is left. */
export function Settings({ choices, disabled }: Props) {
  const { t } = useTranslation();
  const heading = useId();
  const scope = useChangeChoices();
  const { emails, threshold, syncAll } = complete(choices);
  return (
    <section className={styles.card} aria-labelledby={heading}>
      <h2 id={heading} className={styles.title}>
        {t("scope.settings")}
      </h2>
      <Kept
        label={t("scope.mail")}
        hint={t("scope.mailHint")}
        value={emails.join(", ")}
        disabled={disabled}
        change={(text) => (now) => ({
          ...now,
          notificationEmails: text
            .split(/[,;\s]+/)
            .map((address) => address.trim())
            .filter(Boolean),
        })}
      />
      <Kept
        label={t("scope.threshold")}
        hint={t("scope.thresholdHint")}
        value={threshold === null ? "" : String(threshold)}
        disabled={disabled}
        numeric
        change={(text) => (now) => ({ ...now, deletionThreshold: text === "" ? null : Number(text) })}
      />
      <Disclosure summary={t("scope.more")} defaultOpen={syncAll}>
        <Field label={t("scope.scopeLabel")} size="small">
          <RadioGroup
            value={syncAll ? "all" : "assigned"}
            disabled={disabled}
            onChange={(_, { value }) => scope.mutate((now) => ({ ...now, syncAll: value === "all" }))}
          >
            <Radio value="assigned" label={t("scope.assignedOnly")} />
            <Radio value="all" label={t("scope.syncAll")} />
          </RadioGroup>
        </Field>
        <p className={styles.caution}>
          <StatusIcon shape="warn" /> <span>{t("scope.syncAllText")}</span>
        </p>
      </Disclosure>
    </section>
  );
}

type KeptProps = {
  label: string;
  hint: string;
  value: string;
  disabled: boolean;
  numeric?: boolean;
  change: (text: string) => ChangeOfChoices;
};

/** A field that is kept when it is left, and says where the core does not take it. */
function Kept({ label, hint, value, disabled, numeric = false, change }: KeptProps) {
  const keeping = useChangeChoices();
  const [typed, setTyped] = useState<string | null>(null);
  const refusal = keeping.error ? toAppError(keeping.error) : null;

  function keep() {
    if (typed === null || keeping.isPending) return;
    if (typed.trim() === value) {
      keeping.reset();
      return setTyped(null);
    }
    keeping.mutate(change(typed.trim()), { onSuccess: () => setTyped(null) });
  }

  return (
    <Field
      label={label}
      hint={refusal ? undefined : hint}
      validationState={refusal ? "error" : "none"}
      validationMessage={
        refusal ? (
          <span data-error-code={refusal.code}>{`${refusal.message} ${refusal.nextAction}`}</span>
        ) : undefined
      }
    >
      <Input
        className={numeric ? styles.number : undefined}
        value={typed ?? value}
        disabled={disabled}
        inputMode={numeric ? "numeric" : "email"}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) =>
          setTyped(numeric ? event.target.value.replaceAll(/\D/g, "").slice(0, 6) : event.target.value)
        }
        onBlur={keep}
        onKeyDown={(event) => event.key === "Enter" && keep()}
      />
    </Field>
  );
}
