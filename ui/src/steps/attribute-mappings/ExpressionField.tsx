import { Button } from "@fluentui/react-components";
import { TextIndentIncreaseLtr16Regular } from "@fluentui/react-icons";
import { useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { MappingDiagnostic } from "../../ipc/bindings";
import { expressionHelp } from "../../ipc/mappings";
import { ExpressionEditor } from "../../kit/expression/ExpressionEditor";
import type { CharacterSpan } from "../../kit/expression/types";
import { sourceMarks } from "./marks-of-source";
import styles from "./RowPanel.module.css";

type Props = {
  label: string;
  value: string;
  person: string | null;
  found: MappingDiagnostic[];
  /** The part whose value is looked at. */
  shown: CharacterSpan | null;
  onChange: (value: string) => void;
};

/** The expression of a row, with all the core knows about it while it is typed. */
export function ExpressionField({ label, value, person, found, shown, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const help = useMemo(() => expressionHelp(person), [person]);
  const [fix, use] = [t("mappings.fix"), t("mappings.use")];
  const marks = useMemo(() => sourceMarks(found, fix, use), [found, fix, use]);

  async function format() {
    const laidOut = await help.format(value);
    if (laidOut !== value) onChange(laidOut);
  }

  return (
    <div className={styles.expression}>
      <div className={styles.expressionHead}>
        <span id={id} className={styles.fieldLabel}>
          {label}
        </span>
        <Button
          size="small"
          appearance="transparent"
          icon={<TextIndentIncreaseLtr16Regular />}
          title={t("mappings.formatKeys")}
          onClick={() => void format()}
        >
          {t("mappings.format")}
        </Button>
      </div>
      <ExpressionEditor
        labelledBy={id}
        value={value}
        marks={marks}
        shown={shown}
        help={help}
        onChange={onChange}
      />
    </div>
  );
}
