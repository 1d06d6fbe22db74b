import { Button, Field, Radio, RadioGroup, Textarea } from "@fluentui/react-components";
import { Save16Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DocumentFormat, MappingsView } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { saveMappingFile, useExportedMapping } from "../../ipc/mappings";
import { useAction } from "../../ipc/useAction";
import { CopyButton } from "../../kit/CopyButton";
import { ErrorCard } from "../../kit/ErrorCard";
import styles from "./Transfer.module.css";
import { WideDialog } from "./WideDialog";

const FORMATS: readonly DocumentFormat[] = ["entra-schema", "onramp"];

type Props = { view: MappingsView; onClose: () => void };

/** The table as a text: to look at, to copy, to save. */
export function ExportDialog({ view, onClose }: Props) {
  const { t } = useTranslation();
  const [format, setFormat] = useState<DocumentFormat>("entra-schema");
  const [place, setPlace] = useState<string | null>(null);
  const exported = useExportedMapping(format);
  const save = useAction(async () => setPlace(await saveMappingFile(format)));
  const failure = exported.error ? toAppError(exported.error) : save.error;
  return (
    <WideDialog
      title={t("mappings.exportTitle")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("app.close")}</Button>
          <CopyButton text={exported.data?.text ?? ""} label={t("mappings.copyText")} />
          <Button
            appearance="primary"
            icon={<Save16Regular />}
            disabled={!exported.data || save.pending}
            onClick={() => void save.run()}
          >
            {t("mappings.saveFile")}
          </Button>
        </>
      }
    >
      <Field label={t("mappings.exportAs")}>
        <RadioGroup
          layout="horizontal"
          value={format}
          onChange={(_, { value }) => {
            setPlace(null);
            setFormat(FORMATS.find((one) => one === value) ?? format);
          }}
        >
          {FORMATS.map((one) => (
            <Radio key={one} value={one} label={t(`mappings.importIs.${one}`)} />
          ))}
        </RadioGroup>
      </Field>
      <p className="secondary">
        {t(`mappings.exportHint.${format}`)}
        {view.imported && ` ${t("mappings.exportKept", { name: view.imported })}`}
      </p>
      <Field label={t("mappings.exportedText")}>
        <Textarea className={`mono ${styles.text}`} rows={10} readOnly value={exported.data?.text ?? ""} />
      </Field>
      {failure && <ErrorCard error={failure} />}
      <p className={styles.saved} aria-live="polite">
        {place && t("mappings.savedAt", { place })}
      </p>
    </WideDialog>
  );
}
