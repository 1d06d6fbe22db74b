import { Field, Input } from "@fluentui/react-components";
import { ShieldError20Filled, ShieldTask20Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { Guard, GuardGroup } from "../../ipc/bindings";
import { Card } from "../../kit/Card";
import { RuleChip } from "../../kit/RuleChip";
import { StatusIcon } from "../../kit/StatusIcon";
import styles from "./GuardCard.module.css";

type Props = { guard: Guard; typed: string; onType: (text: string) => void; disabled: boolean };

const ROWS = ["deactivated", "invited", "refused", "updated", "unchanged", "skipped"] as const;

/** Who is affected once the plan runs: the worst on top, numbers exact, the first three by name. */
export function GuardCard({ guard, typed, onType, disabled }: Props) {
  const { t } = useTranslation();
  const { deactivated, invited, refused, confirm } = guard;
  const bad = deactivated.count > 0;
  const headline = bad
    ? t("scope.guard.deactivates", { count: deactivated.count })
    : invited.count > 0
      ? t("scope.guard.invites", { count: invited.count })
      : t("scope.guard.nobody");
  const Shield = bad ? ShieldError20Filled : ShieldTask20Regular;
  const shown = ROWS.filter((row) => guard[row].count > 0 || row === "deactivated" || row === "invited");
  return (
    <Card tone={bad ? "danger" : "sunken"} label={t("scope.guard.label")} className={bad ? styles.bad : ""}>
      <div className={styles.guard} data-guard={bad ? "deactivates" : "harmless"}>
        <Shield aria-hidden className={styles.shield} />
        <h2 className={styles.headline}>{headline}</h2>
        <div className={styles.rest}>
          <dl className={styles.numbers}>
            {shown.map((row) => (
              <div key={row} data-fate={row} data-count={guard[row].count}>
                <dt>{t(`scope.guard.${row}`)}</dt>
                <dd className={styles.count}>{guard[row].count}</dd>
                <dd className={styles.names}>
                  <Names group={guard[row]} />
                </dd>
              </div>
            ))}
          </dl>
          {bad && (
            <p>
              {t("scope.guard.back")} <RuleChip id="R10" />
            </p>
          )}
          {refused.count > 0 && <p className={styles.note}>{t("scope.guard.refusedText")}</p>}
          {guard.nestedGroups.length > 0 && (
            <p className={styles.note}>
              <StatusIcon shape="warn" />{" "}
              {t("scope.guard.nested", {
                count: guard.nestedGroups.length,
                names: guard.nestedGroups.join(", "),
              })}
            </p>
          )}
          {confirm !== null && (
            <Field
              className={styles.confirm}
              label={t("scope.guard.type", { count: confirm })}
              hint={t("scope.guard.typeHint")}
            >
              <Input
                className={styles.number}
                value={typed}
                disabled={disabled}
                inputMode="numeric"
                autoComplete="off"
                onChange={(event) => onType(event.target.value.replaceAll(/\D/g, "").slice(0, 7))}
              />
            </Field>
          )}
        </div>
      </div>
    </Card>
  );
}

function Names({ group }: { group: GuardGroup }) {
  const { t } = useTranslation();
  const names = group.names.join(", ");
  const others = group.count - group.names.length;
  return <>{others > 0 && names ? t("scope.guard.others", { names, count: others }) : names}</>;
}
