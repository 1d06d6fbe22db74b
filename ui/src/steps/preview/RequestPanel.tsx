import { useTranslation } from "react-i18next";
import type { PersonPreview, PlannedRequest } from "../../ipc/bindings";
import { CopyButton } from "../../kit/CopyButton";
import { EmptyCard } from "../../kit/EmptyCard";
import { JsonView } from "../../kit/JsonView";
import { StatusIcon } from "../../kit/StatusIcon";
import styles from "./Preview.module.css";
import { pointersOf } from "./pointers";

/** The request as it would go out, and the one that follows it. */
export function RequestPanel({ preview, marked }: { preview: PersonPreview; marked: string | null }) {
  const { t } = useTranslation();
  if (!preview.request) {
    return (
      <EmptyCard
        icon={<StatusIcon shape="skipped" size={20} />}
        title={t("preview.noRequest")}
        text={t("preview.noRequestText")}
      />
    );
  }
  return (
    <section className={styles.request}>
      <Planned
        request={preview.request}
        marked={marked}
        note={preview.then ? t("preview.thenPatch", { method: preview.then.method }) : ""}
      />
      {preview.then && (
        <Planned request={preview.then} marked={marked} note="" lead={t("preview.afterwards")} />
      )}
    </section>
  );
}

type PlannedProps = { request: PlannedRequest; marked: string | null; note: string; lead?: string };

function Planned({ request, marked, note, lead }: PlannedProps) {
  const { t } = useTranslation();
  const line = `${request.method} ${request.path}`;
  return (
    <div className={styles.planned}>
      <div className={styles.requestHead}>
        {lead && <span className="secondary">{lead}</span>}
        <code className={styles.requestLine} title={line}>
          {line}
        </code>
        {note && <span className="secondary">{note}</span>}
        {request.body !== null && (
          <span className={styles.copy}>
            <CopyButton
              iconOnly
              appearance="subtle"
              label={`${t("preview.copyJson")}: ${line}`}
              text={JSON.stringify(request.body, null, 2)}
            />
          </span>
        )}
      </div>
      {request.body !== null && (
        <div className={styles.json}>
          <JsonView
            value={request.body}
            label={line}
            lineNumbers
            marked={marked ? pointersOf(marked, request.body) : []}
          />
        </div>
      )}
    </div>
  );
}
