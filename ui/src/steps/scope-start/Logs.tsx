import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { en } from "../../i18n/en";
import type { LogView } from "../../ipc/bindings";
import { Card } from "../../kit/Card";
import { Disclosure } from "../../kit/Disclosure";
import { moment } from "../../kit/format";
import { StatusIcon, type StatusShape } from "../../kit/StatusIcon";
import styles from "./Logs.module.css";
import { latest } from "./latest";

type Words = (typeof en)["scope"]["logs"];

const SHAPES: Record<string, StatusShape> = {
  success: "pass",
  failure: "fail",
  skipped: "skipped",
  warning: "warn",
};

/** So many people are listed before somebody asks for all. */
const FIRST = 12;

/** What the job did last about each person. */
export function Logs({ entries }: { entries: LogView[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const people = latest(entries);
  const shown = all ? people : people.slice(0, FIRST);
  return (
    <Card label={t("scope.logs.title")}>
      <div data-logs={people.length}>
        <Disclosure
          defaultOpen
          summary={<span className={styles.title}>{t("scope.logs.title")}</span>}
          aside={<span className={styles.when}>{t("scope.logs.count", { count: people.length })}</span>}
        >
          {people.length === 0 ? (
            <p className="secondary">{t("scope.logs.none")}</p>
          ) : (
            <ul className={styles.list}>
              {shown.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ul>
          )}
          {shown.length < people.length && (
            <Button size="small" onClick={() => setAll(true)}>
              {t("scope.logs.showAll", { count: people.length })}
            </Button>
          )}
        </Disclosure>
      </div>
    </Card>
  );
}

function Entry({ entry }: { entry: LogView }) {
  const { t } = useTranslation();
  const action = isOf(entry.action, ACTIONS) ? entry.action : "other";
  const status = isOf(entry.status, STATUSES) ? entry.status : "other";
  // What failed or was left alone was not done, whatever it was to be.
  const said = status === "success" ? t(`scope.logs.actions.${action}`) : t(`scope.logs.statuses.${status}`);
  return (
    <li data-log-person={entry.person} data-log-status={entry.status}>
      <StatusIcon shape={SHAPES[status] ?? "info"} />
      <span className={styles.person}>{entry.person}</span>
      <span>{said}</span>
      <span className={styles.when}>{moment(entry.at)}</span>
    </li>
  );
}

const ACTIONS: readonly (keyof Words["actions"])[] = [
  "create",
  "update",
  "disable",
  "delete",
  "staged-delete",
];
const STATUSES: readonly (keyof Words["statuses"])[] = ["success", "failure", "skipped", "warning"];

function isOf<Name extends string>(text: string, names: readonly Name[]): text is Name {
  return names.some((name) => name === text);
}
