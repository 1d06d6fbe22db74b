import { MathFormula16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { MappingDiagnostic, MappingRow, MappingsView } from "../../ipc/bindings";
import { AttributeName } from "../../kit/AttributeName";
import { EmptyCard } from "../../kit/EmptyCard";
import { StatusIcon } from "../../kit/StatusIcon";
import { Finding } from "./Finding";
import { findingsOf, isMisspelt, mended, SEVERITY_SHAPE } from "./findings";
import styles from "./Mappings.module.css";
import { marksOf } from "./marks";
import { NameWithDifference } from "./NameWithDifference";

type Props = {
  view: MappingsView;
  openId: string | null;
  isDraft: (id: string) => boolean;
  /** The Fix button is the screen's filled one. */
  filledFix: boolean;
  busy: boolean;
  onOpen: (id: string) => void;
  onFix: (id: string) => void;
  /** Saves a row with one of several names that may be meant. */
  onUse: (row: MappingRow) => void;
  onRemedy: (found: MappingDiagnostic, title: string) => void;
};

const firstMisspelt = (findings: MappingDiagnostic[]) => findings.find((found) => isMisspelt(found));

export function MappingTable({
  view,
  openId,
  isDraft,
  filledFix,
  busy,
  onOpen,
  onFix,
  onUse,
  onRemedy,
}: Props) {
  const { t } = useTranslation();
  if (view.rows.length === 0) {
    return (
      <EmptyCard icon={<MathFormula16Regular />} title={t("mappings.empty")} text={t("mappings.emptyText")} />
    );
  }
  return (
    <div className={styles.tableCard}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.stateColumn}>
              <span className="visually-hidden">{t("mappings.state")}</span>
            </th>
            <th scope="col" className={styles.targetColumn}>
              {t("mappings.target")}
            </th>
            <th scope="col">{t("mappings.source")}</th>
            <th scope="col" className={styles.precedenceColumn}>
              {t("mappings.precedence")}
            </th>
          </tr>
        </thead>
        {view.rows.map((row) => {
          const findings = findingsOf(view.diagnostics, row.id);
          return (
            <tbody
              key={row.id}
              className={styles.group}
              data-severity={findings[0]?.severity}
              data-open={row.id === openId || undefined}
            >
              <Row
                row={row}
                findings={findings}
                open={row.id === openId}
                unsaved={isDraft(row.id)}
                onOpen={onOpen}
              />
              {findings.length > 0 && (
                <tr className={styles.findingRow} data-severity={findings[0]?.severity}>
                  <td />
                  <td colSpan={3}>
                    {findings.map((found) =>
                      found.severity === "info" ? (
                        <p
                          key={`${found.code} ${found.field}`}
                          className={styles.note}
                          data-code={found.code}
                        >
                          {found.message}
                        </p>
                      ) : (
                        <Finding
                          key={`${found.code} ${found.field}`}
                          found={found}
                          below={found === firstMisspelt(findings)}
                          filled={filledFix}
                          busy={busy}
                          onFix={() => onFix(row.id)}
                          onUse={(replacement) => onUse(mended(row, found, replacement))}
                          onRemedy={(title) => onRemedy(found, title)}
                        />
                      ),
                    )}
                  </td>
                </tr>
              )}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

type RowProps = {
  row: MappingRow;
  findings: MappingDiagnostic[];
  open: boolean;
  unsaved: boolean;
  onOpen: (id: string) => void;
};

function Row({ row, findings, open, unsaved, onOpen }: RowProps) {
  const { t } = useTranslation();
  const worst = findings[0];
  const spoken = {
    error: t("mappings.rowError"),
    warning: t("mappings.rowWarning"),
    info: t("mappings.rowInfo"),
  };
  const misspelt = firstMisspelt(findings);
  const right = misspelt && isMisspelt(misspelt);
  return (
    <tr
      className={styles.row}
      data-row={row.id}
      data-attribute={row.target}
      data-severity={worst?.severity}
      data-open={open || undefined}
      data-stacked={misspelt ? true : undefined}
      onClick={() => onOpen(row.id)}
    >
      <td>
        <StatusIcon
          shape={worst ? SEVERITY_SHAPE[worst.severity] : "pass"}
          label={worst ? spoken[worst.severity] : t("mappings.rowOk")}
        />
      </td>
      <th scope="row">
        <button
          type="button"
          className={`plain ${styles.open}`}
          aria-pressed={open}
          title={t("mappings.editRow", { name: row.target })}
        >
          {right ? (
            <NameWithDifference name={row.target} run={marksOf(row.target, right).wrong} tone="wrong" />
          ) : (
            <AttributeName name={row.target} />
          )}
          {row.matchingPrecedence !== null && (
            <span className={styles.smallOnly}>
              {t("mappings.matching", { precedence: row.matchingPrecedence })}
            </span>
          )}
        </button>
      </th>
      <td>
        <Source row={row} />
        {unsaved && <span className={styles.unsaved}>{t("mappings.unsaved")}</span>}
      </td>
      <td className={styles.precedenceColumn}>
        {row.matchingPrecedence !== null && (
          <span className={styles.precedence}>{row.matchingPrecedence}</span>
        )}
      </td>
    </tr>
  );
}

function Source({ row }: { row: MappingRow }) {
  const { t } = useTranslation();
  if (row.type === "none") return <span className="secondary">{t("mappings.types.none")}</span>;
  if (row.type === "direct") return <code className={styles.source}>{row.source}</code>;
  if (row.type === "constant") return <code className={styles.source}>"{row.source}"</code>;
  const name = /^\s*(\w+)\s*\(/.exec(row.source)?.[1];
  return (
    <code className={styles.source} title={row.source}>
      <em className={styles.fx} aria-hidden>
        fx
      </em>{" "}
      {name ? `${name}(…)` : row.source}
    </code>
  );
}
