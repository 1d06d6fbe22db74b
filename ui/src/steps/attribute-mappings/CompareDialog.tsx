import { Button, Tab, TabList } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MappingsView, TableVersion } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { useMappingChanges } from "../../ipc/mappings";
import { Changes } from "../../kit/Changes";
import { ErrorCard } from "../../kit/ErrorCard";
import { WideDialog } from "./WideDialog";

type Props = { view: MappingsView; onClose: () => void };

/** The table as it stands beside the other versions there are. What Entra has joins them once Entra is connected. */
export function CompareDialog({ view, onClose }: Props) {
  const { t } = useTranslation();
  const versions: TableVersion[] = view.imported === null ? ["recommended"] : ["recommended", "imported"];
  const [other, setOther] = useState<TableVersion>("recommended");
  const changes = useMappingChanges(other, "current", true);
  return (
    <WideDialog
      title={t("mappings.compareTitle")}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t("app.close")}</Button>}
    >
      <TabList
        size="small"
        aria-label={t("mappings.compareWith")}
        selectedValue={other}
        onTabSelect={(_, { value }) => setOther(versions.find((one) => one === value) ?? other)}
      >
        {versions.map((version) => (
          <Tab key={version} value={version}>
            {version === "imported" && view.imported ? view.imported : t(`mappings.versions.${version}`)}
          </Tab>
        ))}
      </TabList>
      {changes.error && <ErrorCard error={toAppError(changes.error)} />}
      {changes.data && <Changes changes={changes.data} none={t("mappings.sameAs")} />}
    </WideDialog>
  );
}
