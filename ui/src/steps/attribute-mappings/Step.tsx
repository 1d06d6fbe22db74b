import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MappingsView } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import {
  useFixAll,
  useFixRow,
  useImportMappings,
  useMappings,
  usePlannedFixes,
  useRedo,
  useResetMappings,
  useSaveRow,
  useUndo,
} from "../../ipc/mappings";
import { ErrorCard } from "../../kit/ErrorCard";
import { Loading } from "../../kit/Loading";
import { useEscapeFirst } from "../../kit/useEscapeFirst";
import { useFocusKept } from "../../kit/useFocusKept";
import type { StepDefinition } from "../../wizard/contract";
import { useNextGate } from "../../wizard/status";
import { CompareDialog } from "./CompareDialog";
import { NEW_ROW, useRowDrafts } from "./drafts";
import { ExportDialog } from "./ExportDialog";
import { findingsOf, fixable } from "./findings";
import { ImportDialog } from "./ImportDialog";
import styles from "./Mappings.module.css";
import { MappingTable } from "./MappingTable";
import { ResetDialog } from "./ResetDialog";
import { RowPanel } from "./RowPanel";
import { TableFindings } from "./TableFindings";
import { type Opened, Toolbar } from "./Toolbar";
import { useHistoryKeys } from "./useHistoryKeys";

function useHeading() {
  const { t } = useTranslation();
  const view = useMappings().data;
  return { title: t("mappings.title"), subtitle: [t("mappings.subtitle"), useCounts(view)].join(" ") };
}

/** "10 rows, 1 error." */
function useCounts(view: MappingsView | undefined) {
  const { t } = useTranslation();
  if (!view) return "";
  const count = (severity: string) => view.diagnostics.filter((found) => found.severity === severity).length;
  const errors = count("error");
  const warnings = count("warning");
  const parts = [
    t("mappings.rows", { count: view.rows.length }),
    errors > 0 ? t("mappings.errors", { count: errors }) : t("mappings.allRight"),
    warnings > 0 ? t("mappings.warnings", { count: warnings }) : "",
    view.recommended ? t("mappings.recommended") : "",
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function Body() {
  const { t } = useTranslation();
  const mappings = useMappings();
  if (mappings.data) return <Mappings view={mappings.data} />;
  if (mappings.error) return <ErrorCard error={toAppError(mappings.error)} />;
  return <Loading label={t("mappings.title")} rows={8} />;
}

function Mappings({ view }: { view: MappingsView }) {
  const gate = useNextGate("attribute-mappings");
  const fixRow = useFixRow();
  const offer = useSaveRow();
  const fixAll = useFixAll();
  const reset = useResetMappings();
  const undo = useUndo();
  const redo = useRedo();
  const drafts = useRowDrafts();
  const [openId, setOpenId] = useState<string | null>(null);
  const [dialog, setDialog] = useState<Opened | null>(null);
  const open = openId === NEW_ROW.id ? NEW_ROW : view.rows.find((row) => row.id === openId);
  const importFile = useImportMappings();
  const changes = [fixRow, offer, fixAll, reset, importFile, undo, redo];
  const failure = changes.find((change) => change.error)?.error;
  const busy = changes.some((change) => change.isPending);
  const fixes = fixable(view.diagnostics);
  const planned = usePlannedFixes(fixes > 1).data ?? [];
  // Unsaved work has the fill: it would be left behind.
  const fill = !gate.open && !(open && drafts.has(open.id));

  function close() {
    setOpenId(null);
    focusRow(openId);
  }

  function closeDialog() {
    document.querySelector<HTMLElement>(`[data-dialog="${dialog}"]`)?.focus();
    setDialog(null);
  }

  /** Another table comes: what was typed into rows of this one has no place in it. */
  function putInPlace() {
    closeDialog();
    drafts.clear();
    setOpenId(null);
  }

  /** The row that is open may be another one then, or gone. What is typed and not saved stays. */
  function goThroughHistory(way: typeof undo) {
    if (!busy) way.mutate(undefined);
  }

  useHistoryKeys(
    () => view.undo !== null && goThroughHistory(undo),
    () => view.redo !== null && goThroughHistory(redo),
  );
  useEscapeFirst(open !== undefined, close);
  useFocusKept(view, busy);

  return (
    <>
      <Toolbar
        view={view}
        planned={fixes > 1 ? planned : []}
        filled={fill && fixes > 1}
        busy={busy}
        onUndo={() => goThroughHistory(undo)}
        onRedo={() => goThroughHistory(redo)}
        onAdd={() => setOpenId(NEW_ROW.id)}
        onFixAll={() => fixAll.mutate(undefined)}
        onOpen={setDialog}
      />
      {dialog === "compare" && <CompareDialog view={view} onClose={closeDialog} />}
      {dialog === "export" && <ExportDialog view={view} onClose={closeDialog} />}
      {dialog === "import" && (
        <ImportDialog
          busy={busy}
          onClose={closeDialog}
          onImport={(file) => {
            putInPlace();
            importFile.mutate(file);
          }}
        />
      )}
      {dialog === "reset" && (
        <ResetDialog
          onClose={closeDialog}
          onReset={() => {
            putInPlace();
            reset.mutate(undefined);
          }}
        />
      )}
      {failure && <ErrorCard error={toAppError(failure)} />}
      <TableFindings findings={findingsOf(view.diagnostics, null)} />
      <div className={styles.columns} data-panel={open ? "open" : undefined}>
        <MappingTable
          view={view}
          openId={openId}
          isDraft={drafts.has}
          filledFix={fill && fixes === 1}
          busy={busy}
          onOpen={setOpenId}
          onFix={(id) => {
            // The button goes with its finding.
            focusRow(id);
            fixRow.mutate(id);
          }}
          onUse={(row) => {
            focusRow(row.id);
            offer.mutate(row);
          }}
        />
        {open && (
          <RowPanel
            key={open.id}
            saved={open}
            view={view}
            drafts={drafts}
            onClose={close}
            onSaved={(id) => setOpenId(id)}
          />
        )}
      </div>
    </>
  );
}

/** Where one comes from when a row is left: its button in the table, or the one that adds a row. */
function focusRow(id: string | null) {
  const selector = id ? `[data-row="${CSS.escape(id)}"] button` : "[data-add-row]";
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** A draft of a row that is gone holds nobody back. */
function useUnsaved() {
  const { t } = useTranslation();
  const rows = useMappings().data?.rows ?? [];
  const known = new Set([NEW_ROW.id, ...rows.map((row) => row.id)]);
  const count = useRowDrafts().ids.filter((id) => known.has(id)).length;
  return count > 0 ? t("mappings.unsaved", { count }) : null;
}

export const attributeMappings: StepDefinition = { id: "attribute-mappings", useHeading, Body, useUnsaved };
