import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChangedValue, OnDemandStep, OnDemandView } from "../../ipc/bindings";
import { useProvisionThroughEntra } from "../../ipc/entra-runs";
import { toAppError } from "../../ipc/errors";
import { usePeople } from "../../ipc/people";
import { AttributeName } from "../../kit/AttributeName";
import { Card } from "../../kit/Card";
import { ErrorCard } from "../../kit/ErrorCard";
import { PersonPicker } from "../../kit/PersonPicker";
import { StatusIcon, type StatusShape } from "../../kit/StatusIcon";
import { Failure } from "./Failure";
import styles from "./OnDemand.module.css";
import shared from "./ScopeStart.module.css";

const SHAPES = {
  success: "pass",
  failure: "fail",
  skipped: "skipped",
  warning: "warn",
  other: "info",
} as const satisfies Record<string, StatusShape>;

const isStatus = (text: string): text is keyof typeof SHAPES => text in SHAPES;

/** Entra's steps by the names that *Test one user* has for them; whatever comes last performs. */
function nameOf(kind: string) {
  if (kind === "import") return "import";
  if (kind === "scoping") return "scope";
  return kind === "matching" ? "match" : "perform";
}

/** One person through Entra, now, step by step as Entra tells it. */
export function OnDemand() {
  const { t } = useTranslation();
  const people = usePeople().data ?? [];
  const [key, setKey] = useState<string | null>(null);
  const provision = useProvisionThroughEntra();
  const name = people.find((one) => one.key === key)?.displayName ?? "";
  return (
    <Card label={t("scope.onDemand.title")}>
      <h2 className={shared.cardTitle}>{t("scope.onDemand.title")}</h2>
      <p className="secondary">{t("scope.onDemand.text")}</p>
      <div className={styles.pick}>
        <PersonPicker
          people={people}
          selected={key}
          onSelect={(chosen) => {
            provision.reset();
            setKey(chosen);
          }}
          disabled={provision.isPending}
        />
        <Button
          disabled={key === null || provision.isPending}
          onClick={() => key !== null && provision.mutate(key)}
        >
          {t("scope.onDemand.provision")}
        </Button>
      </div>
      <p className="visually-hidden" aria-live="polite">
        {provision.isPending ? t("scope.onDemand.running", { name }) : ""}
      </p>
      {provision.error && <ErrorCard error={toAppError(provision.error)} />}
      {provision.data && <Result view={provision.data} />}
    </Card>
  );
}

function Result({ view }: { view: OnDemandView }) {
  const { t } = useTranslation();
  return (
    <div className={styles.result} data-on-demand={view.ok ? "ok" : "failed"}>
      <h3 className={shared.verdict} aria-live="polite">
        <StatusIcon shape={view.ok ? "pass" : "fail"} size={20} /> {view.headline}
      </h3>
      <ol className={styles.strip} aria-label={t("scope.onDemand.steps")}>
        {view.steps.map((step) => (
          <Step key={`${step.kind} ${step.name}`} step={step} />
        ))}
      </ol>
      {view.failure && <Failure failure={view.failure} harmless={view.ok} />}
      {view.changed.length > 0 && <Changed values={view.changed} />}
      {view.resourceId && (
        <p className="secondary">
          {t("scope.onDemand.id")} <code>{view.resourceId}</code>
        </p>
      )}
    </div>
  );
}

function Step({ step }: { step: OnDemandStep }) {
  const { t } = useTranslation();
  const status = isStatus(step.status) ? step.status : "other";
  const name = nameOf(step.kind);
  return (
    <li data-entra-step={step.kind} data-entra-status={step.status}>
      <p className={styles.name}>
        <StatusIcon shape={SHAPES[status]} label={t(`scope.onDemand.statuses.${status}`)} />
        <span title={t(`test.stepsFull.${name}`)}>{t(`test.steps.${name}`)}</span>
      </p>
      <p className={styles.description}>{step.description}</p>
    </li>
  );
}

function Changed({ values }: { values: ChangedValue[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("scope.onDemand.changed")}>
      <h4 className={styles.caption}>{t("scope.onDemand.changed")}</h4>
      <dl className={styles.values}>
        {values.map(({ attribute, before, after }) => (
          <div key={attribute}>
            <dt>
              <AttributeName name={attribute} inline />
            </dt>
            <dd>
              {before && (
                <>
                  <del>{before}</del> <span className="visually-hidden">{t("scope.becomes")}</span>{" "}
                </>
              )}
              {after ?? t("app.none")}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
