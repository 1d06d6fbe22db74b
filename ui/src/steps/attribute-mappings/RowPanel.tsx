import { Button } from "@fluentui/react-components";
import { Delete16Regular, Dismiss20Regular } from "@fluentui/react-icons";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { MappingDiagnostic, MappingField, MappingRow, MappingsView } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { useApplyRemedy, useAskedAhead, useExamination, useRemoveRow, useSaveRow } from "../../ipc/mappings";
import { ConfirmDialog } from "../../kit/ConfirmDialog";
import { ErrorCard } from "../../kit/ErrorCard";
import { StatusIcon } from "../../kit/StatusIcon";
import { useDebounced } from "../../kit/useDebounced";
import { useRowDraft } from "./drafts";
import { Finding } from "./Finding";
import { mended } from "./findings";
import { RowFields } from "./RowFields";
import styles from "./RowPanel.module.css";
import { usePerson } from "./usePerson";

type Props = {
  saved: MappingRow;
  view: MappingsView;
  onClose: () => void;
  onSaved: (id: string | null) => void;
};

/** Fields with a place of their own for what was found about them. */
const PLACED: readonly MappingField[] = ["target", "source", "matching-precedence"];

/** One row, edited beside the table. Checked as it is typed; kept as a draft until it is saved or reverted. */
export function RowPanel({ saved, view, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const save = useSaveRow();
  const remove = useRemoveRow();
  const remedy = useApplyRemedy();
  const heading = useId();
  const form = useRef<HTMLFormElement>(null);
  const draft = useRowDraft(saved);
  const { row, dirty } = draft;
  const isNew = saved.id === "";
  const person = usePerson();
  const examination = useExamination(row, person.key);
  const ask = useAskedAhead(person.key);
  const known = examination.data?.diagnostics;
  // The marks in the text come at once; the cards wait for the typing to rest, or they would come and go with every letter.
  const found = useDebounced(known, 300) ?? [];
  const fine = known?.length === 0;
  const meaning = view.targetAttributes.find((choice) => choice.name === row.target)?.meaning;
  const failure = save.error ?? remove.error ?? remedy.error;

  // The keyboard goes where the eye goes: into the panel. A new row begins with its name.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>(isNew ? "input" : "select")?.focus();
  }, [isNew]);

  /** The question goes out before anything is drawn: the answer is there when it is. */
  function change(next: MappingRow) {
    ask(next);
    draft.set(next);
  }

  function saveRow(next: MappingRow) {
    if (save.isPending) return;
    save.mutate(next, {
      onSuccess: (view) => {
        draft.drop();
        onSaved(isNew ? (view.rows.at(-1)?.id ?? null) : saved.id);
      },
    });
  }

  /** With nothing else unsaved a replacement is saved at once; else it joins what waits for Save. */
  function use(one: MappingDiagnostic, replacement: string) {
    const next = mended(row, one, replacement);
    form.current?.querySelector<HTMLElement>("[type='submit']")?.focus();
    if (dirty) draft.set(next);
    else saveRow(next);
  }

  /** What changes more than this row's text is the core's to do, on the row as it is saved. */
  function mend(one: MappingDiagnostic, title: string) {
    form.current?.querySelector<HTMLElement>("[type='submit']")?.focus();
    remedy.mutate({ row: saved.id, code: one.code, title });
  }

  const below = (place: (field: MappingField) => boolean) =>
    found
      .filter((one) => place(one.field))
      .map((one) => (
        <div key={`${one.code} ${one.field}`} className={styles.found} data-severity={one.severity}>
          <Finding
            found={one}
            busy={save.isPending}
            onFix={() => one.fix && use(one, one.fix.replacement)}
            onUse={(replacement) => use(one, replacement)}
            onRemedy={dirty || isNew ? undefined : (title) => mend(one, title)}
          />
        </div>
      ));

  return (
    <section className={styles.panel} aria-labelledby={heading}>
      <div className={styles.head}>
        <div className={styles.names}>
          <h2 id={heading} className={styles.title} title={saved.target}>
            {isNew ? t("mappings.newRow") : <code>{saved.target.split(":").at(-1)}</code>}
          </h2>
          {meaning && <p className={styles.meaning}>{meaning}</p>}
        </div>
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
        ref={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (dirty) saveRow(row);
        }}
      >
        <div className={styles.fields}>
          <RowFields
            row={row}
            view={view}
            person={person}
            examination={examination.data}
            stale={examination.isPlaceholderData}
            onChange={change}
            below={(field) => below((other) => other === field)}
          />
          {below((field) => !PLACED.includes(field))}
          {failure && <ErrorCard error={toAppError(failure)} />}
        </div>
        <div className={styles.actions}>
          {/* Off, but not out of the keyboard's way: after Save the focus stays where it was. */}
          <Button
            type="submit"
            size="small"
            appearance={dirty ? "primary" : "secondary"}
            disabledFocusable={!dirty || save.isPending}
          >
            {t("mappings.save")}
          </Button>
          <Button size="small" appearance="subtle" disabledFocusable={!dirty} onClick={() => draft.drop()}>
            {t("mappings.revert")}
          </Button>
          <span className={styles.check} aria-live="polite">
            {fine && (
              <>
                <StatusIcon shape="pass" /> {t("mappings.checked")}
              </>
            )}
            <span className="visually-hidden">{found.map((one) => one.message).join(" ")}</span>
          </span>
          {!isNew && (
            <ConfirmDialog
              title={t("mappings.removeTitle", { name: saved.target })}
              confirm={t("mappings.remove")}
              onConfirm={() => {
                draft.drop();
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
          )}
        </div>
      </form>
    </section>
  );
}
