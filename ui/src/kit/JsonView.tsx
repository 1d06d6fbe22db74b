import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Breakable } from "./Breakable";
import styles from "./JsonView.module.css";
import { type JsonLine, jsonLines } from "./json-lines";

type Props = {
  value: unknown;
  /** Names the block for those who can't see it. */
  label: string;
  lineNumbers?: boolean;
  /** JSON pointers whose lines are marked. */
  marked?: readonly string[];
  /** Lines shown before the rest is asked for. */
  limit?: number;
};

export function JsonView({ value, label, lineNumbers = false, marked = [], limit }: Props) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  const lines = jsonLines(value);
  // One or two hidden lines are not worth a press.
  const cut = limit !== undefined && !whole && lines.length > limit + 2;
  const shown = cut ? lines.slice(0, limit) : lines;
  const isMarked = (line: JsonLine) => line.pointers.some((pointer) => marked.includes(pointer));

  return (
    <figure className={styles.block} aria-label={label}>
      <pre className={styles.code} data-numbers={lineNumbers}>
        {shown.map((line, index) => (
          <JsonRow
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their number
            key={index}
            line={line}
            number={lineNumbers ? index + 1 : null}
            marked={isMarked(line)}
          />
        ))}
      </pre>
      {cut && (
        <button type="button" className={`plain ${styles.more}`} onClick={() => setWhole(true)}>
          {t("exchange.moreLines", { count: lines.length - shown.length })}
        </button>
      )}
    </figure>
  );
}

function JsonRow({ line, number, marked }: { line: JsonLine; number: number | null; marked: boolean }) {
  return (
    <span className={styles.line} data-marked={marked || undefined}>
      {number !== null && <span className={styles.number}>{number}</span>}
      <span className={styles.text} style={{ paddingInlineStart: `${line.indent * 2 + 2}ch` }}>
        {line.tokens.map((token, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity but their place
          <span key={index} className={styles[token.kind]}>
            <Breakable text={token.text} />
          </span>
        ))}
      </span>
    </span>
  );
}
