import { PersonSearch24Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PersonPreview } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { usePeople, usePersonPreview, usePreviewKey } from "../../ipc/people";
import { EmptyCard } from "../../kit/EmptyCard";
import { ErrorCard } from "../../kit/ErrorCard";
import { Loading } from "../../kit/Loading";
import { PersonPicker } from "../../kit/PersonPicker";
import type { StepDefinition } from "../../wizard/contract";
import { Headline } from "./Headline";
import styles from "./Preview.module.css";
import { RequestPanel } from "./RequestPanel";
import { ValueTable } from "./ValueTable";

function useHeading() {
  const { t } = useTranslation();
  return { title: t("preview.title"), subtitle: t("preview.subtitle") };
}

function Body() {
  const { t } = useTranslation();
  const people = usePeople();
  const remembered = usePreviewKey();
  const [picked, setPicked] = useState<string | null>(null);
  const key = picked ?? remembered.data ?? null;
  const preview = usePersonPreview(key);
  const failure = people.error ?? remembered.error ?? preview.error;

  if (people.isLoading || remembered.isLoading) return <Loading label={t("people.loading")} />;
  return (
    <>
      <PersonPicker people={people.data ?? []} selected={key} onSelect={setPicked} />
      {failure && <ErrorCard error={toAppError(failure)} />}
      {!failure && key === null && (
        <EmptyCard
          icon={<PersonSearch24Regular />}
          title={t("preview.choose")}
          text={t("preview.chooseText")}
        />
      )}
      {!failure && key !== null && preview.isLoading && <Loading label={t("people.loading")} rows={8} />}
      {!failure && key !== null && preview.data && (
        <OnePerson preview={preview.data} stale={preview.isPlaceholderData} />
      )}
    </>
  );
}

function OnePerson({ preview, stale }: { preview: PersonPreview; stale: boolean }) {
  const [marked, setMarked] = useState<string | null>(null);
  return (
    <div
      className={styles.person}
      data-kind={preview.kind}
      data-person={preview.person.key}
      data-stale={stale || undefined}
      aria-busy={stale}
    >
      <Headline preview={preview} />
      <div className={styles.columns}>
        <ValueTable
          person={preview.person.displayName}
          values={preview.values}
          marked={marked}
          onMark={setMarked}
          unsent={preview.request === null}
          emptyFirst={preview.kind === "refused"}
        />
        <RequestPanel preview={preview} marked={marked} />
      </div>
    </div>
  );
}

export const preview: StepDefinition = { id: "preview", useHeading, Body };
