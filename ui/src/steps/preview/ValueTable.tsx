import { ArrowRight16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { ValueRow } from "../../ipc/bindings";
import { AttributeName } from "../../kit/AttributeName";
import { Breakable } from "../../kit/Breakable";
import { plainValue } from "../../kit/format";
import styles from "./Preview.module.css";

type Props = {
  person: string;
  values: ValueRow[];
  /** The target whose lines are marked in the request. */
  marked: string | null;
  onMark: (target: string | null) => void;
  /** Nothing goes out: the values are what would be sent. */
  unsent: boolean;
  /** Something is missing: rows without a value come first. */
  emptyFirst: boolean;
};

export function ValueTable({ person, values, marked, onMark, unsent, emptyFirst }: Props) {
  const { t } = useTranslation();
  const rows = emptyFirst ? [...values.filter(isEmpty), ...values.filter((row) => !isEmpty(row))] : values;
  return (
    <section
      className={styles.values}
      aria-label={t("preview.values", { name: person })}
      data-unsent={unsent || undefined}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.source}>
              {t("preview.entraHas")}
            </th>
            <th className={styles.arrow} aria-hidden />
            <th scope="col">{unsent ? t("preview.wouldGet") : t("preview.rampGets")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.target}
              data-attribute={row.target}
              data-empty={(emptyFirst && isEmpty(row)) || undefined}
              data-marked={row.target === marked || undefined}
              onClick={() => onMark(row.target === marked ? null : row.target)}
            >
              <td>
                <Source row={row} />
              </td>
              <td className={styles.arrow}>
                {row.type === "expression" ? (
                  <em className={styles.fx} title={row.source}>
                    fx
                  </em>
                ) : (
                  <ArrowRight16Regular aria-label={t("preview.becomes")} role="img" />
                )}
              </td>
              <td>
                <button
                  type="button"
                  className={`plain ${styles.target}`}
                  aria-pressed={row.target === marked}
                  title={t("preview.showInJson", { name: row.target })}
                >
                  <AttributeName name={row.target} inline />
                </button>
                <Sent row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Entra has nothing, so nothing is sent. */
function isEmpty(row: ValueRow) {
  return row.sourceValue === null && (row.targetValue === null || row.targetValue === undefined);
}

/** Source names of an expression, as far as they stand in brackets; the text itself is the arrow's tooltip. */
function sourceName(row: ValueRow) {
  if (row.type !== "expression") return row.source;
  const names = [...row.source.matchAll(/\[([^\]]+)\]/g)].map((match) => match[1]);
  return [...new Set(names)].join(", ") || row.source;
}

function Source({ row }: { row: ValueRow }) {
  const { t } = useTranslation();
  return (
    <>
      <code className={styles.name} title={row.source}>
        {row.type === "constant" || row.type === "none" ? t(`mappings.types.${row.type}`) : sourceName(row)}
      </code>
      {row.sourceValue === null ? (
        <span className={styles.none}>{t("preview.noValue")}</span>
      ) : (
        <span className={styles.value}>
          <Breakable text={row.sourceValue} />
        </span>
      )}
    </>
  );
}

function Sent({ row }: { row: ValueRow }) {
  const { t } = useTranslation();
  const value = row.targetValue;
  const sent = value !== null && value !== undefined;
  return (
    <>
      {sent && (
        <span className={typeof value === "string" ? styles.value : styles.literal}>
          <Breakable text={plainValue(value)} />
        </span>
      )}
      {row.note && <span className={styles.none}>{row.note}</span>}
      {!sent && !row.note && <span className={styles.none}>{t("preview.nothingSent")}</span>}
    </>
  );
}
