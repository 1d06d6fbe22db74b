import { useTranslation } from "react-i18next";
import type { ProfileView } from "../ipc/bindings";
import { ModeBadge } from "../kit/ModeBadge";
import styles from "./Header.module.css";
import { Logo } from "./Logo";
import { ThemeSwitch } from "./ThemeSwitch";

export function Header({ profile }: { profile: ProfileView | null }) {
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
        <ThemeSwitch />
      </span>
    </header>
  );
}
