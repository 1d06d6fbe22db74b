import { Button, Field, Input } from "@fluentui/react-components";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AppError, NetworkView } from "../../ipc/bindings";
import { ErrorCard } from "../../kit/ErrorCard";
import styles from "./Network.module.css";
import { NetworkSignIn } from "./NetworkSignIn";
import { isSystems, type NetworkField } from "./network-fields";
import { useNetworkForm } from "./useNetworkForm";

type Props = {
  view: NetworkView;
  practice: boolean;
  busy: boolean;
  /** The field to be filled in, asked for from elsewhere: a new object each time. */
  goTo: { field: NetworkField } | null;
  onSaved: () => void;
};

/** A proxy and a file of certificates where the computer's own settings do not do. */
export function NetworkForm({ view, practice, busy, goTo, onSaved }: Props) {
  const { t } = useTranslation();
  const form = useNetworkForm(view, onSaved);
  const proxy = useRef<HTMLInputElement>(null);
  const caFile = useRef<HTMLInputElement>(null);
  const whole = useRef<HTMLFormElement>(null);
  const save = useRef<HTMLButtonElement>(null);
  const { refused, error, saved, user } = form;

  // Asked for by a button elsewhere, or refused: the keyboard goes on where something is to be typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each asking
  useEffect(() => {
    if (!goTo) return;
    whole.current?.scrollIntoView({ block: "nearest" });
    (goTo.field === "ca-file" ? caFile : proxy).current?.focus({ preventScroll: true });
    if (goTo.field === "credentials") form.replace();
  }, [goTo]);
  useEffect(() => {
    if (refused) ({ proxy, credentials: user, "ca-file": caFile })[refused].current?.focus();
  }, [refused, user]);

  return (
    <form
      ref={whole}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        // The field it is sent from may be gone once it is saved.
        save.current?.focus();
        form.submit();
      }}
    >
      {practice && <p className={styles.small}>{t("network.practice")}</p>}
      <Field
        size="small"
        label={t("network.proxyLabel")}
        hint={t("network.proxyHint")}
        {...said(refused === "proxy" && error)}
      >
        <Input
          size="small"
          className="mono"
          input={{ ref: proxy }}
          value={form.proxy}
          placeholder={t("network.proxyExample")}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => form.setProxy(event.target.value)}
        />
      </Field>
      <NetworkSignIn
        form={form}
        busy={busy || form.pending}
        refusal={said(refused === "credentials" && error)}
      />
      <Field
        size="small"
        label={t("network.caFile")}
        hint={t("network.caHint")}
        {...said(refused === "ca-file" && error)}
      >
        <Input
          size="small"
          className="mono"
          input={{ ref: caFile }}
          value={form.caFile}
          placeholder={t("network.caExample")}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => form.setCaFile(event.target.value)}
        />
      </Field>
      {error && !refused && (
        <ErrorCard error={error}>
          {form.keychainFailed && (
            <Button size="small" disabled={form.pending} onClick={() => form.submit(true)}>
              {t("network.runOnly")}
            </Button>
          )}
        </ErrorCard>
      )}
      <div className={styles.row}>
        <Button ref={save} type="submit" size="small" disabledFocusable={busy || form.pending}>
          {t("network.save")}
        </Button>
        <Button
          size="small"
          appearance="subtle"
          disabledFocusable={busy || form.pending || (isSystems(view) && !form.unsaved)}
          onClick={form.reset}
        >
          {t("network.reset")}
        </Button>
        <span aria-live="polite" className="secondary">
          {form.unsaved ? t("network.unsaved") : saved ? t("network.saved") : ""}
        </span>
      </div>
    </form>
  );
}

/** A refusal as a field shows it. */
function said(error: AppError | null | false) {
  if (!error) return {};
  const words = [error.message, error.nextAction, ...error.details].join(" ");
  return {
    validationState: "error" as const,
    validationMessage: {
      className: styles.message,
      children: <span data-error-code={error.code}>{words}</span>,
    },
  };
}

export type Refusal = ReturnType<typeof said>;
