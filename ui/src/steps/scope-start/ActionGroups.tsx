import { Badge, Checkbox } from "@fluentui/react-components";
import { ArrowRight16Regular, ChevronDown16Regular, ChevronRight16Regular } from "@fluentui/react-icons";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActionGroup, ActionStatus, RunAction } from "../../ipc/bindings";
import { Changes } from "../../kit/Changes";
import { StatusIcon, type StatusShape } from "../../kit/StatusIcon";
import styles from "./ActionGroups.module.css";

const GROUPS: readonly ActionGroup[] = ["people", "application", "connection", "mappings", "running"];

const SHAPES: Record<ActionStatus, StatusShape> = {
  planned: "todo",
  begun: "planned",
  done: "pass",
  failed: "fail",
  undone: "pass",
  final: "info",
  kept: "warn",
};

type Props = {
  actions: RunAction[];
  /** What may be replaced was agreed to. Nobody can agree where it can't be changed. */
  overwrite?: boolean;
  onOverwrite?: ((on: boolean) => void) | undefined;
  /** Shows how each action stands in place of what it would do. */
  statuses?: boolean;
};

/** The actions by what an admin would look for, each with what follows from it. */
export function ActionGroups({ actions, statuses = false, ...consent }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.groups}>
      {GROUPS.map((group) => {
        const own = actions.filter((action) => action.group === group);
        return (
          own.length > 0 && (
            <div key={group}>
              <h3 className={styles.group}>{t(`scope.groups.${group}`)}</h3>
              <ul>
                {own.map((action) => (
                  <Row key={action.id} action={action} statuses={statuses} {...consent} />
                ))}
              </ul>
            </div>
          )
        );
      })}
    </div>
  );
}

function symbol(action: RunAction): "add" | "change" | "run" {
  if (action.kind === "start") return "run";
  return action.before === null ? "add" : "change";
}

const SIGNS = { add: "+", change: "~", run: "›" } as const;

type RowProps = Omit<Props, "actions"> & { action: RunAction };

/** Symbol, sentence, old → new; opened, why and what can't be taken back. */
function Row({ action, statuses, overwrite = false, onOverwrite }: RowProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const body = useId();
  const kind = symbol(action);
  const Chevron = open ? ChevronDown16Regular : ChevronRight16Regular;
  return (
    <li className={styles.row} data-action={action.kind} data-action-status={action.status}>
      <button
        type="button"
        className={`plain ${styles.line}`}
        aria-expanded={open}
        aria-controls={open ? body : undefined}
        onClick={() => setOpen(!open)}
      >
        {statuses ? (
          <span className={styles.status}>
            <StatusIcon shape={SHAPES[action.status]} label={t(`scope.run.statuses.${action.status}`)} />
          </span>
        ) : (
          <span
            className={styles.symbol}
            data-symbol={kind}
            role="img"
            aria-label={t(`scope.symbols.${kind}`)}
          >
            {SIGNS[kind]}
          </span>
        )}
        <span className={styles.words}>
          <span className={styles.summary}>{action.summary}</span>
          {!statuses && <Becomes action={action} />}
          {action.note && <span className={styles.note}>{action.note}</span>}
        </span>
        <span className={styles.marks}>
          {statuses && action.status !== "planned" && (
            <span className="secondary">{t(`scope.run.statuses.${action.status}`)}</span>
          )}
          {!statuses && action.asksFirst && (
            <Badge appearance="tint" color="warning" shape="rounded">
              {t("scope.asks")}
            </Badge>
          )}
          {!statuses && action.finalBecause !== null && (
            <Badge appearance="outline" color="informative" shape="rounded">
              {t("scope.final")}
            </Badge>
          )}
        </span>
        <Chevron aria-hidden className={styles.chevron} />
      </button>
      {action.asksFirst && onOverwrite && (
        <Checkbox
          className={styles.agree}
          label={t("scope.agree")}
          checked={overwrite}
          onChange={(_, { checked }) => onOverwrite(checked === true)}
        />
      )}
      {open && (
        <div id={body} className={styles.body}>
          <p>{action.why}</p>
          {action.finalBecause && (
            <p>
              <strong>{t("scope.finalBecause")}</strong> {action.finalBecause}
            </p>
          )}
          {action.changes.length > 0 && <Changes changes={action.changes} none="" />}
        </div>
      )}
    </li>
  );
}

/** What is there now and what will be. What comes new and is named in the sentence needs no repeating. */
function Becomes({ action: { before, after, summary } }: { action: RunAction }) {
  const { t } = useTranslation();
  if (before === null && (after === null || summary.includes(after))) return null;
  return (
    <span className={styles.becomes}>
      {before !== null && (
        <>
          <del>{before}</del>
          <ArrowRight16Regular role="img" aria-hidden={undefined} aria-label={t("scope.becomes")} />
        </>
      )}
      <span>{after ?? t("scope.nothing")}</span>
    </span>
  );
}
