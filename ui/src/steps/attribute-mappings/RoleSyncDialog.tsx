import { Button, Field, Radio, RadioGroup, Switch } from "@fluentui/react-components";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RoleSyncCandidate, RoleSyncRow, RoleSyncView } from "../../ipc/bindings";
import { toAppError } from "../../ipc/errors";
import { useRoleSync } from "../../ipc/mappings";
import { ErrorCard } from "../../kit/ErrorCard";
import { StatusIcon } from "../../kit/StatusIcon";
import { SEVERITY_SHAPE } from "./findings";
import styles from "./RoleSyncDialog.module.css";
import { WideDialog } from "./WideDialog";

type Props = { busy: boolean; onClose: () => void; onSwitch: (candidate: string | null) => void };

/** Role sync as one switch. Nothing changes before its button is pressed. */
export function RoleSyncDialog(props: Props) {
  const { t } = useTranslation();
  const sync = useRoleSync();
  if (sync.data) return <Choosing {...props} sync={sync.data} />;
  // Nothing until then: it opens with its content, and does not grow under the pointer.
  if (!sync.error) return null;
  return (
    <WideDialog
      title={t("mappings.roleSync.title")}
      onClose={props.onClose}
      actions={<Button onClick={props.onClose}>{t("app.close")}</Button>}
    >
      <ErrorCard error={toAppError(sync.error)} />
    </WideDialog>
  );
}

/** The rows that are there and are none of the candidates. */
const CUSTOM = "custom";

function Choosing({ sync, busy, onClose, onSwitch }: Props & { sync: RoleSyncView }) {
  const { t } = useTranslation();
  const now = sync.on ?? (sync.customRows.length > 0 ? CUSTOM : null);
  const [choice, setChoice] = useState(now);
  /** What the switch comes back to. */
  const [last, setLast] = useState(now ?? sync.candidates[0]?.id ?? null);

  function choose(id: string) {
    setChoice(id);
    setLast(id);
  }

  return (
    <WideDialog
      title={t("mappings.roleSync.title")}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button
            appearance="primary"
            disabled={busy || choice === now}
            onClick={() => onSwitch(choice)}
            data-switch-role-sync
          >
            {now === null
              ? t("mappings.roleSync.switchOn")
              : choice === null
                ? t("mappings.roleSync.switchOff")
                : t("mappings.roleSync.change")}
          </Button>
        </>
      }
    >
      <div>
        <Switch
          className={styles.switch}
          indicator={{ className: styles.indicator }}
          label={t("mappings.roleSync.switch")}
          checked={choice !== null}
          onChange={(_, { checked }) => setChoice(checked ? last : null)}
        />
        <p className="secondary">{t("mappings.roleSync.text")}</p>
      </div>
      <Field label={{ className: styles.heading, children: t("mappings.roleSync.pair") }}>
        <RadioGroup className={styles.pairs} value={choice ?? ""} onChange={(_, { value }) => choose(value)}>
          {sync.customRows.length > 0 && (
            <Pair
              value={CUSTOM}
              rows={sync.customRows}
              about={t("mappings.roleSync.keep", { count: sync.customRows.length })}
            />
          )}
          {sync.candidates.map((candidate) => (
            <Pair
              key={candidate.id}
              value={candidate.id}
              rows={[{ target: candidate.target, source: candidate.expression }]}
              unconfirmed={candidate.unconfirmed}
              about={candidate.reason}
            />
          ))}
        </RadioGroup>
      </Field>
      <Outcome sync={sync} choice={choice} />
      <AppRoles sync={sync} />
    </WideDialog>
  );
}

type PairProps = { value: string; rows: RoleSyncRow[]; unconfirmed?: boolean; about: string };

/** A target and what is sent there, as one of the choices. */
function Pair({ value, rows, unconfirmed, about }: PairProps) {
  const { t } = useTranslation();
  const reason = useId();
  return (
    <div className={styles.pair} data-candidate={value}>
      <Radio
        value={value}
        aria-describedby={reason}
        label={
          <span className={styles.names}>
            {rows.map((row) => (
              <code key={`${row.target} ${row.source}`} className={styles.name}>
                <strong>{row.target}</strong> <span>{row.source}</span>
              </code>
            ))}
          </span>
        }
      />
      <p id={reason} className={styles.about}>
        {unconfirmed && (
          <>
            <span className={styles.unconfirmed}>{t("mappings.roleSync.unconfirmed")}</span>{" "}
          </>
        )}
        {about}
      </p>
    </div>
  );
}

/** What the choice does. Every choice has its place, so that nothing below moves from one to the next. */
function Outcome({ sync, choice }: { sync: RoleSyncView; choice: string | null }) {
  const { t } = useTranslation();
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className={styles.heading}>
        {t("mappings.roleSync.does")}
      </h3>
      <div className={styles.outcomes}>
        <Outcomes id="off" shown={choice === null}>
          <p>
            {t("mappings.roleSync.off")} {t("rules.R7")}
          </p>
          <p className="secondary">{t("mappings.roleSync.choose")} </p>
        </Outcomes>
        <Outcomes id={CUSTOM} shown={choice === CUSTOM}>
          <p>{t("mappings.roleSync.custom")}</p>
        </Outcomes>
        {sync.candidates.map((candidate) => (
          <Outcomes key={candidate.id} id={candidate.id} shown={choice === candidate.id}>
            <CandidateOutcome candidate={candidate} />
          </Outcomes>
        ))}
      </div>
    </section>
  );
}

function Outcomes({ id, shown, children }: { id: string; shown: boolean; children: ReactNode }) {
  return (
    <div data-outcome-of={id} data-shown={shown || undefined} aria-hidden={!shown}>
      {children}
    </div>
  );
}

function CandidateOutcome({ candidate }: { candidate: RoleSyncCandidate }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.facts}>
      <dt>{t("mappings.roleSync.twoRoles")}</dt>
      <dd>{candidate.twoRoles}</dd>
      <dt>{t("mappings.roleSync.roleTaken")}</dt>
      <dd>{candidate.roleTaken}</dd>
      {candidate.blocker && (
        <>
          <dt>{t("mappings.roleSync.beforePlan")}</dt>
          <dd className={styles.blocker}>
            <StatusIcon shape="warn" />
            <span>{candidate.blocker}</span>
          </dd>
        </>
      )}
    </dl>
  );
}

const SPOKEN = {
  error: "mappings.rowError",
  warning: "mappings.rowWarning",
  info: "mappings.rowInfo",
} as const;

/** What has to be there in Entra, and what else to know. */
function AppRoles({ sync }: { sync: RoleSyncView }) {
  const { t } = useTranslation();
  const heading = useId();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the end of what scrolls is reached by keyboard
    <section className={styles.appRoles} aria-labelledby={heading} tabIndex={0}>
      <h3 id={heading} className={styles.heading}>
        {t("mappings.roleSync.roles")}
      </h3>
      <p className="secondary">{t("mappings.roleSync.rolesText")}</p>
      <table className={styles.roles}>
        <thead>
          <tr>
            <th scope="col">{t("mappings.roleSync.value")}</th>
            <th scope="col">{t("mappings.roleSync.role")}</th>
          </tr>
        </thead>
        <tbody>
          {sync.roles.map((role) => (
            <tr key={role.value}>
              <td>
                <code className={styles.name}>{role.value}</code>
              </td>
              <td>
                {role.name}
                {role.onlyAtCreation && (
                  <span className="secondary"> {t("mappings.roleSync.onlyAtCreation")}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={styles.notes}>
        {sync.notes.map((note) => (
          <li key={note.message} data-severity={note.severity}>
            <StatusIcon shape={SEVERITY_SHAPE[note.severity]} label={t(SPOKEN[note.severity])} />
            <p>{note.message}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
