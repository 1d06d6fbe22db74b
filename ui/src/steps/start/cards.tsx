import { Button } from "@fluentui/react-components";
import { Beaker24Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { ProfileView, StepView } from "../../ipc/bindings";
import { ModeBadge } from "../../kit/ModeBadge";
import { StartOverButton } from "../../kit/StartOverButton";
import { StatusIcon } from "../../kit/StatusIcon";
import { stepShape } from "../../kit/step-shape";
import styles from "./Start.module.css";

export function PractiseCard({ busy, onStart }: { busy: boolean; onStart: () => void }) {
  const { t } = useTranslation();
  return (
    <section className={styles.card} aria-labelledby="practise">
      <span className={styles.tile} aria-hidden>
        <Beaker24Regular />
      </span>
      <div className={styles.words}>
        <h2 id="practise" className={styles.cardTitle}>
          {t("start.practise")} <span className={styles.tag}>{t("start.firstRun")}</span>
        </h2>
        <p>{t("start.practiseText")}</p>
      </div>
      <Button appearance="primary" className={styles.go} disabled={busy} onClick={onStart}>
        {busy ? t("start.starting") : t("start.startPractising")}
      </Button>
    </section>
  );
}

type ContinueProps = {
  profile: ProfileView;
  place: StepView;
  /** Every step is done: there is something to see and nothing to go on with. */
  complete: boolean;
  busy: boolean;
  onContinue: () => void;
  onStartOver: () => void;
};

export function ContinueCard({ profile, place, complete, busy, onContinue, onStartOver }: ContinueProps) {
  const { t } = useTranslation();
  const step = t(`steps.${place.id}.label`);
  return (
    <section className={styles.card} aria-labelledby="profile">
      <span className={styles.tile} aria-hidden>
        <Beaker24Regular />
      </span>
      <div className={styles.words}>
        <h2 id="profile" className={styles.cardTitle}>
          {profile.name} <ModeBadge mode={profile.mode} />
        </h2>
        <p className={styles.place}>
          <StatusIcon shape={stepShape(place.status)} />
          {t("start.whereYouAre", { step, line: place.line })}
        </p>
        {profile.scimUrl && <code className={styles.url}>{profile.scimUrl}</code>}
      </div>
      <div className={styles.buttons}>
        <Button appearance="primary" disabled={busy} onClick={onContinue}>
          {complete ? t("start.seeProven") : t("start.continue", { step })}
        </Button>
        <StartOverButton profileName={profile.name} disabled={busy} onConfirm={onStartOver} />
      </div>
    </section>
  );
}
