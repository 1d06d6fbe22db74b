import { Button, Checkbox, Field, Input } from "@fluentui/react-components";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { PracticeSettings } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { usePracticeOptions, usePracticeSettings, useSavePracticeSettings } from "../../ipc/practice";
import { ErrorCard } from "../../kit/ErrorCard";
import { Loading } from "../../kit/Loading";
import { RuleChip } from "../../kit/RuleChip";
import styles from "./PracticeSettings.module.css";

/** The defaults for people who come without a location or a department, and whether roles come from Entra. */
export function PracticeSettingsForm() {
  const { t } = useTranslation();
  const settings = usePracticeSettings();
  const options = usePracticeOptions();
  const failure = settings.error ?? options.error;
  if (failure) return <ErrorCard error={toAppError(failure)} />;
  if (!settings.data || !options.data) return <Loading label={t("practice.settings")} rows={2} />;
  return <Form settings={settings.data} roleSync={options.data.roleSync} />;
}

function Form({ settings, roleSync }: { settings: PracticeSettings; roleSync: boolean }) {
  const { t } = useTranslation();
  const save = useSavePracticeSettings();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim() || null;
    save.mutate({
      defaultLocation: text("location"),
      defaultDepartment: text("department"),
      roleSync: form.has("role-sync"),
    });
  }

  return (
    <form className={styles.section} onSubmit={submit}>
      <p className={styles.small}>{t("practice.settingsText")}</p>
      <div className={styles.fields}>
        <Field label={t("practice.defaultLocation")} size="small">
          <Input
            name="location"
            size="small"
            placeholder={t("practice.noDefault")}
            defaultValue={settings.defaultLocation ?? ""}
          />
        </Field>
        <Field label={t("practice.defaultDepartment")} size="small">
          <Input
            name="department"
            size="small"
            placeholder={t("practice.noDefault")}
            defaultValue={settings.defaultDepartment ?? ""}
          />
        </Field>
      </div>
      <div>
        <div className={styles.row}>
          <Checkbox
            name="role-sync"
            className={styles.check}
            label={t("practice.roleSync")}
            defaultChecked={roleSync}
            aria-describedby="role-sync-off"
          />
          <RuleChip id="R15" />
        </div>
        <p id="role-sync-off" className={styles.underCheck}>
          {t("practice.roleSyncOff")}
        </p>
      </div>
      {save.error && <ErrorCard error={toAppError(save.error)} />}
      <div className={styles.row}>
        <Button type="submit" size="small" disabled={save.isPending}>
          {t("practice.saveSettings")}
        </Button>
        <span aria-live="polite" className="secondary">
          {save.isSuccess ? t("practice.saved") : ""}
        </span>
      </div>
    </form>
  );
}
