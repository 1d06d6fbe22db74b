import { Button, Field, Textarea } from "@fluentui/react-components";
import { FolderOpen16Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportPreview } from "../../ipc/bindings";
import { openMappingFile, previewImport } from "../../ipc/mappings";
import { useAction } from "../../ipc/useAction";
import { Changes } from "../../kit/Changes";
import { ErrorCard } from "../../kit/ErrorCard";
import styles from "./Transfer.module.css";
import { WideDialog } from "./WideDialog";

type Props = { busy: boolean; onClose: () => void; onImport: (file: ImportPreview) => void };

/** A file or a pasted text, looked at first: what it is, and what it would change. */
export function ImportDialog({ busy, onClose, onImport }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [file, setFile] = useState<ImportPreview | null>(null);
  const look = useAction(async (ask: () => Promise<ImportPreview | null>) => {
    const found = await ask();
    if (found) setFile(found);
  });

  return (
    <WideDialog
      title={t("mappings.importTitle")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          {file ? (
            <>
              <Button onClick={() => setFile(null)}>{t("mappings.importOther")}</Button>
              <Button appearance="primary" disabled={busy} onClick={() => onImport(file)}>
                {t("mappings.importThis", { count: file.rows })}
              </Button>
            </>
          ) : (
            <Button
              appearance="primary"
              disabled={typed.trim() === "" || look.pending}
              onClick={() => void look.run(() => previewImport("", typed))}
            >
              {t("mappings.look")}
            </Button>
          )}
        </>
      }
    >
      {look.error && <ErrorCard error={look.error} />}
      {file ? (
        <Looked file={file} />
      ) : (
        <>
          <p className="secondary">{t("mappings.importText")}</p>
          <div>
            <Button
              icon={<FolderOpen16Regular />}
              disabled={look.pending}
              onClick={() => void look.run(openMappingFile)}
            >
              {t("mappings.chooseFile")}
            </Button>
          </div>
          <Field label={t("mappings.pasted")}>
            <Textarea
              className="mono"
              rows={8}
              spellCheck={false}
              value={typed}
              onChange={(_, { value }) => setTyped(value)}
            />
          </Field>
        </>
      )}
    </WideDialog>
  );
}

function Looked({ file }: { file: ImportPreview }) {
  const { t } = useTranslation();
  const what = t(`mappings.importIs.${file.format}`);
  const counts = [
    t("mappings.importCounts", { count: file.rows }),
    file.errors > 0 ? t("mappings.errors", { count: file.errors }) : t("mappings.allRight"),
    file.warnings > 0 ? t("mappings.warnings", { count: file.warnings }) : "",
  ];
  return (
    <>
      <p className={styles.what} data-import={file.format}>
        <strong>{file.name ? t("mappings.importFrom", { what, name: file.name }) : what}</strong>
        <span>{counts.filter(Boolean).join(", ")}</span>
      </p>
      {file.changes.length > 0 && <p>{t("mappings.importWould", { count: file.changes.length })}</p>}
      <Changes changes={file.changes} none={t("mappings.noChange")} />
    </>
  );
}
