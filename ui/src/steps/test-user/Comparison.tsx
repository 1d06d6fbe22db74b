import { useTranslation } from "react-i18next";
import type { ComparisonRow } from "../../ipc/bindings";
import { AttributeName } from "../../kit/AttributeName";
import { plainValue } from "../../kit/format";
import { RuleChip } from "../../kit/RuleChip";
import { StatusIcon } from "../../kit/StatusIcon";
import styles from "./Comparison.module.css";

/** Expected against stored. Differences come first, explained in place; equal rows are quiet. */
export function Comparison({ rows, dryRun }: { rows: ComparisonRow[]; dryRun: boolean }) {
  const { t } = useTranslation();
  const equal = rows.filter((row) => row.equal).length;
  const ordered = [...rows.filter((row) => !row.equal), ...rows.filter((row) => row.equal)];
  const heading = dryRun
    ? t("test.wouldStore")
    : equal === rows.length
      ? t("test.storedAll", { total: rows.length })
      : t("test.stored", { equal, total: rows.length });
  return (
    <section className={styles.card} aria-labelledby="comparison">
      <h2 id="comparison" className={styles.heading}>
        {heading}
      </h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("test.attribute")}</th>
            <th scope="col" className={styles.expected}>
              {t("test.expectedColumn")}
            </th>
            <th scope="col">{t("test.storedColumn")}</th>
            <th className={styles.icon} aria-hidden />
          </tr>
        </thead>
        {ordered.map((row) => (
          <tbody
            key={row.attribute}
            className={styles.group}
            data-attribute={row.attribute}
            data-equal={row.equal}
          >
            <Row row={row} />
            {row.note && (
              <tr className={styles.note}>
                <td colSpan={4}>
                  {row.note} {row.rule && <RuleChip id={row.rule} />}
                </td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function Row({ row }: { row: ComparisonRow }) {
  const { t } = useTranslation();
  return (
    <tr className={styles.row}>
      <th scope="row">
        <AttributeName name={row.attribute} inline />
      </th>
      <td className={styles.expected}>
        <Value value={row.expected} />
      </td>
      <td className={row.equal ? undefined : styles.stored}>
        <Value value={row.stored} />
      </td>
      <td className={styles.icon}>
        <StatusIcon
          shape={row.equal ? "pass" : "warn"}
          label={row.equal ? t("test.equal") : t("test.differs")}
        />
      </td>
    </tr>
  );
}

function Value({ value }: { value: unknown }) {
  const { t } = useTranslation();
  if (value === null || value === undefined) return <span className={styles.none}>{t("app.none")}</span>;
  const text = plainValue(value);
  return (
    <span className={styles.value} title={text}>
      {text}
    </span>
  );
}
