import { useTranslation } from "react-i18next";
import { AttributeName } from "./AttributeName";
import styles from "./Changes.module.css";

/** The kit knows no IPC types: what of a change it shows. */
type FieldChange = { label: string; before: string | null; after: string | null };
type RowChange = { kind: keyof typeof SYMBOL; target: string; fields: FieldChange[] };

const SYMBOL = { added: "+", removed: "−", changed: "~", order: "↕", table: "~" } as const;

/** Rows that differ: the earlier value above the later one, by the portal's labels. */
export function Changes({ changes, none }: { changes: RowChange[]; none: string }) {
  const { t } = useTranslation();
  if (changes.length === 0) return <p className="secondary">{none}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls is reached by keyboard
    <ul className={styles.changes} tabIndex={0} aria-label={t("mappings.compare")}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.target}`} data-change={change.kind} data-target={change.target}>
          <span className={styles.symbol} role="img" aria-label={t(`mappings.change.${change.kind}`)}>
            {SYMBOL[change.kind]}
          </span>
          <div className={styles.what}>
            {change.kind === "order" ? (
              t("mappings.orderOnly")
            ) : (
              <AttributeName name={change.target} inline />
            )}
            {(change.kind === "changed" || change.kind === "table") &&
              change.fields.map((field) => <Field key={field.label} field={field} />)}
            {(change.kind === "added" || change.kind === "removed") && <Source fields={change.fields} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Field({ field }: { field: FieldChange }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.field}>
      <dt>{field.label}</dt>
      <dd>
        <del>{field.before ?? t("mappings.nothing")}</del>
        <ins>{field.after ?? t("mappings.nothing")}</ins>
      </dd>
    </dl>
  );
}

/** Of a row that comes or goes its source says enough. */
function Source({ fields }: { fields: FieldChange[] }) {
  const source = fields.find((field) => field.label === "Source");
  const text = source?.after ?? source?.before;
  return text ? <code className={styles.source}>{text}</code> : null;
}
