import { Button } from "@fluentui/react-components";
import { ClipboardTextLtr20Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { ProfileView } from "../ipc/bindings";
import { ModeBadge } from "../kit/ModeBadge";
import { useMediaQuery } from "../kit/useMediaQuery";
import styles from "./Header.module.css";
import { Logo } from "./Logo";
import { ThemeSwitch } from "./ThemeSwitch";

type Props = { profile: ProfileView | null; newsOpen: boolean; onNews: () => void };

export function Header({ profile, newsOpen, onNews }: Props) {
  const { t } = useTranslation();
  const practice = profile?.mode === "practice";
  return (
    <header className={styles.header} data-practice={practice || undefined}>
      <span className={styles.brand}>
        <Logo />
        <span className={styles.name}>{t("app.name")}</span>
      </span>
      {profile && (
        <>
          <ModeBadge mode={profile.mode} />
          <span className={styles.profile}>{profile.name}</span>
          {practice && <span className={styles.sentence}>{t("app.practiceSentence")}</span>}
        </>
      )}
      <span className={styles.actions}>
        {practice && <NewsButton open={newsOpen} onPress={onNews} />}
        <ThemeSwitch />
      </span>
    </header>
  );
}

/** What the practice Ramp did, from every step. */
function NewsButton({ open, onPress }: { open: boolean; onPress: () => void }) {
  const { t } = useTranslation();
  const narrow = useMediaQuery("(max-width: 999px)");
  return (
    <Button
      className={styles.news}
      appearance="subtle"
      icon={<ClipboardTextLtr20Regular />}
      aria-expanded={open}
      aria-label={narrow ? t("practice.news") : undefined}
      title={narrow ? t("practice.news") : undefined}
      onClick={onPress}
    >
      {narrow ? undefined : t("practice.news")}
    </Button>
  );
}
