import { Button, Field, Input } from "@fluentui/react-components";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { usePracticeSettings, useSavePracticeSettings } from "../../ipc/connection";
import { toAppError } from "../../ipc/errors";
import { Card } from "../../kit/Card";
import { Disclosure } from "../../kit/Disclosure";
import { ErrorCard } from "../../kit/ErrorCard";
import styles from "./ConnectRamp.module.css";

/** What an admin would set on Ramp's SCIM page: the defaults for people who come without one. */
export function PracticeSettingsCard() {
  const { t } = useTranslation();
  return (
    <Card tone="sunken">
      <Disclosure summary={<span className={styles.settingsTitle}>{t("connect.settings")}</span>}>
        <SettingsForm />
      </Disclosure>
    </Card>
  );
}

function SettingsForm() {
  const { t } = useTranslation();
  const settings = usePracticeSettings();
  const save = useSavePracticeSettings();
  if (settings.error) return <ErrorCard error={toAppError(settings.error)} />;
  if (!settings.data) return null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim() || null;
    save.mutate({ defaultLocation: text("location"), defaultDepartment: text("department") });
  }

  return (
    <form className={styles.settings} onSubmit={submit}>
      <p className="secondary">{t("connect.settingsText")}</p>
      <div className={styles.settingsFields}>
        <Field label={t("connect.defaultLocation")} size="small">
          <Input
            name="location"
            size="small"
            placeholder={t("connect.noDefault")}
            defaultValue={settings.data.defaultLocation ?? ""}
          />
        </Field>
        <Field label={t("connect.defaultDepartment")} size="small">
          <Input
            name="department"
            size="small"
            placeholder={t("connect.noDefault")}
            defaultValue={settings.data.defaultDepartment ?? ""}
          />
        </Field>
      </div>
      {save.error && <ErrorCard error={toAppError(save.error)} />}
      <div className={styles.row}>
        <Button type="submit" size="small" disabled={save.isPending}>
          {t("connect.saveSettings")}
        </Button>
        <span aria-live="polite" className="secondary">
          {save.isSuccess ? t("connect.saved") : ""}
        </span>
      </div>
    </form>
  );
}
