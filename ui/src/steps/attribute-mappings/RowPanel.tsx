import { Button } from "@fluentui/react-components";
import { Delete16Regular, Dismiss20Regular } from "@fluentui/react-icons";
import { type KeyboardEvent, useId } from "react";
import { useTranslation } from "react-i18next";
import type { MappingRow, MappingsView } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { useRemoveRow, useRowCheck, useSaveRow } from "../../ipc/mappings";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { StatusIcon } from "../../kit/StatusIcon";
import { useDebounced } from "../../kit/useDebounced";
import type { RowDrafts } from "./drafts";
import { Finding } from "./Finding";
import { RowFields } from "./RowFields";
import styles from "./RowPanel.module.css";

type Props = {
  saved: MappingRow;
  view: MappingsView;
  drafts: RowDrafts;
  onClose: () => void;
  onSaved: (id: string | null) => void;
};

/** One row, edited beside the table. Checked as it is typed; kept as a draft until it is saved or reverted. */
export function RowPanel({ saved, view, drafts, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const save = useSaveRow();
  const remove = useRemoveRow();
  const heading = useId();
  const row = drafts.of(saved);
  const isNew = saved.id === "";
  const dirty = drafts.has(saved.id);
  const meaning = view.targetAttributes.find((choice) => choice.name === row.target)?.meaning;
  const failure = save.error ?? remove.error;

  function saveRow() {
    save.mutate(row, {
      onSuccess: (next) => {
        drafts.drop(saved.id);
        onSaved(isNew ? (next.rows.at(-1)?.id ?? null) : saved.id);
      },
    });
  }

  function closeOnEscape(event: KeyboardEvent) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  }

  return (
    <section className={styles.panel} aria-labelledby={heading} onKeyDown={closeOnEscape}>
      <div className={styles.head}>
        <h2 id={heading} className={styles.title}>
          {isNew ? t("mappings.newRow") : <code>{saved.target.split(":").at(-1)}</code>}
        </h2>
        {meaning && <span className="secondary">{meaning}</span>}
        <Button
          className={styles.close}
          size="small"
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label={t("app.close")}
          onClick={onClose}
        />
      </div>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          saveRow();
        }}
      >
        <RowFields row={row} view={view} onChange={(next) => drafts.set(saved, next)} />
        <LiveCheck row={row} />
        {failure && <ErrorCard error={toAppError(failure)} />}
        <div className={styles.actions}>
          <Button type="submit" size="small" disabled={!dirty || save.isPending}>
            {t("mappings.save")}
          </Button>
          <Button size="small" appearance="subtle" disabled={!dirty} onClick={() => drafts.drop(saved.id)}>
            {t("mappings.revert")}
          </Button>
          {!isNew && (
            <span className={styles.remove}>
              <ConfirmDialog
                title={t("mappings.removeTitle", { name: saved.target })}
                confirm={t("mappings.remove")}
                onConfirm={() => {
                  drafts.drop(saved.id);
                  remove.mutate(saved.id, { onSuccess: onClose });
                }}
                trigger={
                  <Button size="small" appearance="subtle" icon={<Delete16Regular />}>
                    {t("mappings.remove")}
                  </Button>
                }
              >
                <p>{t("mappings.removeText")}</p>
              </ConfirmDialog>
            </span>
          )}
        </div>
      </form>
    </section>
  );
}

function LiveCheck({ row }: { row: MappingRow }) {
  const { t } = useTranslation();
  const settled = useDebounced(row, 200);
  const check = useRowCheck(settled, settled.target !== "" || settled.source !== "");
  const found = check.data ?? [];
  return (
    <div className={styles.check} aria-live="polite">
      {check.isSuccess && found.length === 0 && (
        <p className={styles.fine}>
          <StatusIcon shape="pass" /> {t("mappings.checked")}
        </p>
      )}
      {found.map((one) => (
        <div key={`${one.code} ${one.field}`} className={styles.found} data-severity={one.severity}>
          <p className={styles.foundMessage}>{one.message}</p>
          <Finding found={one} />
        </div>
      ))}
    </div>
  );
}
