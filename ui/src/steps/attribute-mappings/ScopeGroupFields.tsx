import { Button, Field, Input, Select } from "@fluentui/react-components";
import { Add16Regular, Delete16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type {
  MappingDiagnostic,
  ScopeClause,
  ScopeFilter,
  ScopeGroup,
  ScopeRemedy,
} from "../../ipc/bindings";
import { useSourceAttributes } from "../../ipc/mappings";
import { useScopeOperators } from "../../ipc/scope";
import { NameInput } from "./NameInput";
import panel from "./RowPanel.module.css";
import styles from "./ScopePanel.module.css";
import { newClause, withClause } from "./scope-draft";

type Props = {
  group: ScopeGroup;
  number: number;
  found: MappingDiagnostic[];
  /** What helps against what was found. */
  remedies: ScopeRemedy[];
  /** The whole filter, with a remedy. */
  onRemedy: (filter: ScopeFilter) => void;
  /** `null` takes the group out. */
  onChange: (group: ScopeGroup | null) => void;
};

/** One of the portal's scoping filters: a title and clauses that all have to hold. */
export function ScopeGroupFields({ group, number, found, remedies, onRemedy, onChange }: Props) {
  const { t } = useTranslation();
  const below = (clause: number | null) => (
    <Found
      found={found.filter((one) => one.clause === clause)}
      remedies={remedies.filter((one) => one.clause === clause)}
      onRemedy={onRemedy}
    />
  );
  return (
    <fieldset className={styles.group} data-group={number}>
      <legend className="visually-hidden">{group.name || t("mappings.filterName", { number })}</legend>
      <div className={styles.groupHead}>
        <Field label={t("mappings.filterTitle")} size="small" className={styles.grow}>
          <Input
            size="small"
            value={group.name}
            onChange={(_, { value }) => onChange({ ...group, name: value })}
          />
        </Field>
        <Button
          size="small"
          appearance="subtle"
          icon={<Delete16Regular />}
          aria-label={t("mappings.removeFilter", { name: group.name || number })}
          title={t("mappings.removeFilter", { name: group.name || number })}
          onClick={() => onChange(null)}
        />
      </div>
      {group.clauses.map((clause, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: clauses have no identity but their place
        <div key={index} className={styles.joined}>
          {index > 0 && <span className={styles.joint}>{t("mappings.and")}</span>}
          <ClauseFields
            clause={clause}
            number={index + 1}
            onChange={(next) => onChange(withClause(group, index, next))}
          />
          {below(index)}
        </div>
      ))}
      {below(null)}
      <div>
        <Button
          size="small"
          appearance="subtle"
          icon={<Add16Regular />}
          onClick={() => onChange({ ...group, clauses: [...group.clauses, newClause()] })}
        >
          {t("mappings.addClause")}
        </Button>
      </div>
    </fieldset>
  );
}

type ClauseProps = {
  clause: ScopeClause;
  number: number;
  onChange: (clause: ScopeClause | null) => void;
};

function ClauseFields({ clause, number, onChange }: ClauseProps) {
  const { t } = useTranslation();
  const operators = useScopeOperators().data ?? [];
  const sources = useSourceAttributes(null).data ?? [];
  const known = operators.find((one) => one.name === clause.operator);
  return (
    <div className={styles.clause} data-clause={number}>
      <NameInput
        label={t("mappings.clauseAttribute")}
        value={clause.attribute}
        choices={sources.map(({ name, extension }) => ({
          name,
          detail: "",
          group: extension ? t("mappings.extensions") : t("mappings.attributes"),
        }))}
        onChange={(attribute) => onChange({ ...clause, attribute })}
      />
      <div className={styles.operator}>
        <Field label={t("mappings.clauseOperator")} size="small">
          <Select
            size="small"
            value={clause.operator}
            onChange={(_, { value }) => onChange({ ...clause, operator: value })}
          >
            {!known && <option value={clause.operator}>{clause.operator}</option>}
            {operators.map((one) => (
              <option key={one.name} value={one.name} title={one.phrase}>
                {one.name}
              </option>
            ))}
          </Select>
        </Field>
        {known?.takesValue !== false && (
          <Field label={t("mappings.clauseValue")} size="small">
            <Input
              className="mono"
              size="small"
              spellCheck={false}
              value={clause.value ?? ""}
              onChange={(_, { value }) => onChange({ ...clause, value })}
            />
          </Field>
        )}
        <Button
          className={styles.removeClause}
          size="small"
          appearance="subtle"
          icon={<Delete16Regular />}
          aria-label={t("mappings.removeClause", { number })}
          title={t("mappings.removeClause", { number })}
          onClick={() => onChange(null)}
        />
      </div>
    </div>
  );
}

type FoundProps = Pick<Props, "found" | "remedies" | "onRemedy">;

function Found({ found, remedies, onRemedy }: FoundProps) {
  return found.map((one) => {
    const offered = remedies.filter((remedy) => remedy.code === one.code);
    return (
      <div
        key={`${one.code} ${one.subject}`}
        className={panel.found}
        data-severity={one.severity}
        data-code={one.code}
      >
        <p>
          <strong>{one.message}</strong> {one.consequence}
        </p>
        {offered.length > 0 && (
          <div className={styles.remedies}>
            {offered.map(({ title, filter }) => (
              <Button key={title} size="small" onClick={() => onRemedy(filter)}>
                {title}
              </Button>
            ))}
          </div>
        )}
      </div>
    );
  });
}
