import { Checkbox, Field, Input, Select, Textarea } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApplyMapping, MappingField, MappingRow, MappingsView, MappingType } from "../../ipc/bindings";
import { Disclosure } from "../../kit/Disclosure";
import { NameInput } from "./NameInput";
import styles from "./RowPanel.module.css";

const TYPES: readonly MappingType[] = ["direct", "expression", "constant", "none"];
const APPLIES: readonly ApplyMapping[] = ["always", "only-during-creation"];

type Props = {
  row: MappingRow;
  view: MappingsView;
  onChange: (row: MappingRow) => void;
  /** What was found about a field, to stand right below it. */
  below: (field: MappingField) => ReactNode;
};

/** The portal's fields, by the portal's names. */
export function RowFields({ row, view, onChange, below }: Props) {
  const { t } = useTranslation();
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
        choices={view.targetAttributes}
        onChange={(target) => change({ target })}
      />
      {below("target")}
      {row.type === "direct" && (
        <NameInput
          label={sourceLabel}
          value={row.source}
          choices={view.sourceAttributes}
          onChange={(source) => change({ source })}
        />
      )}
      {row.type === "expression" && (
        <Field label={sourceLabel} size="small">
          <Textarea
            className="mono"
            size="small"
            rows={3}
            resize="vertical"
            spellCheck={false}
            value={row.source}
            onChange={(_, { value }) => change({ source: value })}
          />
        </Field>
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
      {row.type === "expression" && (
        <Disclosure
          summary={
            <span className="secondary">{t("mappings.functions", { count: view.functions.length })}</span>
          }
        >
          <p className={styles.functions}>{view.functions.join(", ")}</p>
        </Disclosure>
      )}
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
