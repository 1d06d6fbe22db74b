import { Checkbox, Field, Input, Select } from "@fluentui/react-components";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type {
  ApplyMapping,
  MappingDiagnostic,
  MappingField,
  MappingRow,
  MappingsView,
  MappingType,
  RowExamination,
} from "../../ipc/bindings";
import { useSourceAttributes } from "../../ipc/mappings";
import type { CharacterSpan } from "../../kit/expression/types";
import { ExpressionField } from "./ExpressionField";
import { FunctionList } from "./FunctionList";
import { LiveValues } from "./LiveValues";
import { NameInput } from "./NameInput";
import styles from "./RowPanel.module.css";
import type { usePerson } from "./usePerson";

const TYPES: readonly MappingType[] = ["direct", "expression", "constant", "none"];
/** One and the same, so that nothing is drawn again for it. */
const NOTHING: MappingDiagnostic[] = [];
const APPLIES: readonly ApplyMapping[] = ["always", "only-during-creation"];

type Props = {
  row: MappingRow;
  view: MappingsView;
  person: ReturnType<typeof usePerson>;
  /** What is known of the row as it stands there. */
  examination: RowExamination | undefined;
  /** It is of an older text. */
  stale: boolean;
  onChange: (row: MappingRow) => void;
  /** What was found about a field, to stand right below it. */
  below: (field: MappingField) => ReactNode;
};

/** The portal's fields, by the portal's names. */
export function RowFields({ row, view, person, examination, stale, onChange, below }: Props) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<CharacterSpan | null>(null);
  const sources = useSourceAttributes(person.key).data ?? [];
  const change = (part: Partial<MappingRow>) => onChange({ ...row, ...part });
  const sourceLabel = t(`mappings.sourceLabels.${row.type}`);
  return (
    <>
      <div className={styles.pair}>
        <Field label={t("mappings.type")} size="small">
          <Select
            size="small"
            value={row.type}
            onChange={(_, { value }) => change({ type: TYPES.find((type) => type === value) ?? row.type })}
          >
            {TYPES.map((type) => (
              <option key={type} value={type}>
                {t(`mappings.types.${type}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t("mappings.apply")} size="small">
          <Select
            size="small"
            value={row.apply}
            onChange={(_, { value }) =>
              change({ apply: APPLIES.find((apply) => apply === value) ?? row.apply })
            }
          >
            {APPLIES.map((apply) => (
              <option key={apply} value={apply}>
                {t(`mappings.applies.${apply}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <NameInput
        label={t("mappings.targetLabel")}
        value={row.target}
        choices={view.targetAttributes.map(({ name, meaning }) => ({ name, detail: meaning }))}
        onChange={(target) => change({ target })}
      />
      {below("target")}
      {row.type === "direct" && (
        <NameInput
          label={sourceLabel}
          value={row.source}
          choices={sources.map(({ name, sample, extension }) => ({
            name,
            detail: sample ?? "",
            group: extension ? t("mappings.extensions") : t("mappings.attributes"),
          }))}
          onChange={(source) => change({ source })}
        />
      )}
      {row.type === "expression" && (
        <ExpressionField
          label={sourceLabel}
          value={row.source}
          person={person.key}
          found={examination?.diagnostics ?? NOTHING}
          shown={shown}
          onChange={(source) => change({ source })}
        />
      )}
      {row.type === "constant" && (
        <Field label={sourceLabel} size="small">
          <Input
            className="mono"
            size="small"
            value={row.source}
            onChange={(_, { value }) => change({ source: value })}
          />
        </Field>
      )}
      {below("source")}
      <LiveValues
        person={person}
        value={examination?.value ?? null}
        type={row.type}
        stale={stale}
        onShow={setShown}
      />
      {row.type === "expression" && <FunctionList />}
      <Field label={t("mappings.defaultValue")} size="small" hint={t("mappings.defaultHint")}>
        <Input
          className="mono"
          size="small"
          placeholder={t("app.none")}
          value={row.defaultValue ?? ""}
          onChange={(_, { value }) => change({ defaultValue: value === "" ? null : value })}
        />
      </Field>
      <div className={styles.matching}>
        <Checkbox
          label={t("mappings.match")}
          checked={row.matchingPrecedence !== null}
          onChange={(_, { checked }) => change({ matchingPrecedence: checked ? 1 : null })}
        />
        {row.matchingPrecedence !== null && (
          <Input
            type="number"
            size="small"
            min={1}
            className={styles.precedence}
            aria-label={t("mappings.precedenceLabel")}
            value={String(row.matchingPrecedence)}
            onChange={(_, { value }) =>
              change({ matchingPrecedence: Math.max(1, Number.parseInt(value, 10) || 1) })
            }
          />
        )}
      </div>
      {below("matching-precedence")}
    </>
  );
}
