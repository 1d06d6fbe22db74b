import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MappingsView, ScopeFilter } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import {
  useApplyRemedy,
  useFixAll,
  useFixRow,
  useImportMappings,
  useMappings,
  usePlannedFixes,
  useRedo,
  useResetMappings,
  useSaveRow,
  useSwitchRoleSync,
  useUndo,
} from "../../ipc/mappings";
import { useSaveActions } from "../../ipc/scope";
import { ErrorCard } from "../../kit/ErrorCard";
import { Loading } from "../../kit/Loading";
import { useEscapeFirst } from "../../kit/useEscapeFirst";
import { useFocusKept } from "../../kit/useFocusKept";
import type { StepDefinition } from "../../wizard/contract";
import { useNextGate } from "../../wizard/status";
import { CompareDialog } from "./CompareDialog";
import { NEW_ROW, useClearDrafts, useDraftIds } from "./drafts";
import { ExportDialog } from "./ExportDialog";
import { findingsOf, fixable } from "./findings";
import { ImportDialog } from "./ImportDialog";
import styles from "./Mappings.module.css";
import { MappingTable } from "./MappingTable";
import { ObjectMapping } from "./ObjectMapping";
import { ResetDialog } from "./ResetDialog";
import { RoleSyncDialog } from "./RoleSyncDialog";
import { RowPanel } from "./RowPanel";
import { ScopePanel } from "./ScopePanel";
import { useScopeDraft } from "./scope-draft";
import { TableFindings } from "./TableFindings";
import { type Opened, Toolbar } from "./Toolbar";
import { useHistoryKeys } from "./useHistoryKeys";

/** The scoping filter is open, as if it were a row. */
const SCOPE = "scope";

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
  const draftIds = useDraftIds();
  const clearDrafts = useClearDrafts();
  const [openId, setOpenId] = useState<string | null>(null);
  const [dialog, setDialog] = useState<Opened | null>(null);
  const open = openId === NEW_ROW.id ? NEW_ROW : view.rows.find((row) => row.id === openId);
  const importFile = useImportMappings();
  const remedy = useApplyRemedy();
  const saveActions = useSaveActions();
  const switchRoles = useSwitchRoleSync();
  const scope = useScopeDraft(view.scope);
  const changes = [fixRow, offer, fixAll, reset, importFile, undo, redo, remedy, saveActions, switchRoles];
  const failure = changes.find((change) => change.error)?.error;
  const busy = changes.some((change) => change.isPending);
  const fixes = fixable(view.diagnostics);
  const planned = usePlannedFixes(fixes > 1).data ?? [];
  // Unsaved work has the fill: it would be left behind.
  const fill = !gate.open && !(open && draftIds.includes(open.id));

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
    clearDrafts();
    scope.drop();
    setOpenId(null);
  }

  /** Rows are known by their place: what was typed into one that has moved would stand in another. */
  function keepWhatStayed(after: MappingsView) {
    const target = ({ rows }: MappingsView, id: string) => rows.find((row) => row.id === id)?.target;
    const stayed = (id: string) => target(view, id) === target(after, id);
    if (!draftIds.every(stayed)) clearDrafts();
    if (openId !== null && !stayed(openId)) setOpenId(null);
  }

  /** The row that is open may be another one then, or gone. What is typed and not saved stays. */
  function goThroughHistory(way: typeof undo) {
    if (!busy) way.mutate(undefined);
  }

  useHistoryKeys(
    () => view.undo !== null && goThroughHistory(undo),
    () => view.redo !== null && goThroughHistory(redo),
  );
  useEscapeFirst(open !== undefined || openId === SCOPE, close);
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
      {dialog === "role-sync" && (
        <RoleSyncDialog
          busy={busy}
          onClose={closeDialog}
          onSwitch={(candidate) => {
            closeDialog();
            switchRoles.mutate(candidate, { onSuccess: keepWhatStayed });
          }}
        />
      )}
      {failure && <ErrorCard error={toAppError(failure)} />}
      <ObjectMapping
        view={view}
        scopeOpen={openId === SCOPE}
        scopeUnsaved={scope.dirty}
        busy={busy}
        onScope={() => setOpenId(SCOPE)}
        onActions={(actions) => saveActions.mutate(actions)}
        onOpen={setDialog}
      />
      <TableFindings
        findings={findingsOf(view.diagnostics, null)}
        busy={busy}
        onRemedy={(found, title) => remedy.mutate({ row: null, code: found.code, title })}
      />
      <div className={styles.columns} data-panel={open || openId === SCOPE ? "open" : undefined}>
        <MappingTable
          view={view}
          openId={openId}
          isDraft={(id) => draftIds.includes(id)}
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
          onRemedy={(found, title) => {
            focusRow(found.row);
            remedy.mutate({ row: found.row, code: found.code, title });
          }}
        />
        {openId === SCOPE && <ScopePanel view={view} onClose={close} />}
        {open && (
          <RowPanel key={open.id} saved={open} view={view} onClose={close} onSaved={(id) => setOpenId(id)} />
        )}
      </div>
    </>
  );
}

/** Where one comes from when a panel is left: the row's button in the table, the scope's, or the one that adds a row. */
function focusRow(id: string | null) {
  const row = id && `[data-row="${CSS.escape(id)}"] button`;
  const selector = id === SCOPE ? "[data-scope-button]" : row || "[data-add-row]";
  document.querySelector<HTMLElement>(selector)?.focus();
}

const NO_FILTER: ScopeFilter = { groups: [] };

/** A draft of a row that is gone holds nobody back. */
function useUnsaved() {
  const { t } = useTranslation();
  const view = useMappings().data;
  const known = new Set([NEW_ROW.id, ...(view?.rows ?? []).map((row) => row.id)]);
  const count = useDraftIds().filter((id) => known.has(id)).length;
  const scope = useScopeDraft(view?.scope ?? NO_FILTER);
  if (count > 0) return t("mappings.unsaved", { count });
  return view && scope.dirty ? t("mappings.scopeUnsaved") : null;
}

export const attributeMappings: StepDefinition = { id: "attribute-mappings", useHeading, Body, useUnsaved };
