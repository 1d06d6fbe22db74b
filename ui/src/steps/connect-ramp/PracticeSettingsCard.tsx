import { useTranslation } from "react-i18next";
import { Card } from "../../kit/Card";
import { Disclosure } from "../../kit/Disclosure";
import { PracticeDisconnect } from "./PracticeDisconnect";
import styles from "./PracticeSettings.module.css";
import { PracticeSettingsForm } from "./PracticeSettingsForm";
import { PracticeSync } from "./PracticeSync";
import type { MadeToken } from "./PracticeTokenCard";
import { PracticeTokens } from "./PracticeTokens";

type Props = {
  busy: boolean;
  onMade: (token: MadeToken) => void;
  /** The token in use here was ended. */
  onEnded: () => void;
};

/** Ramp's SCIM settings page, as the practice Ramp has it: secondary, so behind one line. */
export function PracticeSettingsCard({ busy, onMade, onEnded }: Props) {
  const { t } = useTranslation();
  return (
    <Card tone="sunken">
      <Disclosure summary={<span className={styles.title}>{t("practice.settings")}</span>}>
        <div className={styles.sections} data-practice-settings>
          <PracticeSync />
          <PracticeSettingsForm />
          <PracticeTokens busy={busy} onMade={onMade} onEnded={onEnded} />
          <PracticeDisconnect busy={busy} onEnded={onEnded} />
        </div>
      </Disclosure>
    </Card>
  );
}
