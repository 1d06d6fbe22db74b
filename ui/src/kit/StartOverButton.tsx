import { Button, type ButtonProps } from "@fluentui/react-components";
import { ArrowCounterclockwise16Regular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "./ConfirmDialog";
import styles from "./StartOverButton.module.css";

type Props = {
  profileName: string;
  onConfirm: () => void;
  disabled?: boolean;
  size?: ButtonProps["size"];
};

/** Start over, after saying what is forgotten. */
export function StartOverButton({ profileName, onConfirm, disabled, size }: Props) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog
      title={t("start.startOverTitle")}
      confirm={t("start.startOverConfirm")}
      onConfirm={onConfirm}
      trigger={
        <Button disabled={disabled} size={size} icon={<ArrowCounterclockwise16Regular />}>
          {t("start.startOver")}
        </Button>
      }
    >
      <p>{t("start.startOverText")}</p>
      <ul className={styles.list}>
        <li>{t("start.forgetProfile", { name: profileName })}</li>
        <li>{t("start.forgetToken")}</li>
        <li>{t("start.forgetResults")}</li>
        <li>{t("start.forgetRamp")}</li>
      </ul>
      <p className="secondary">{t("start.startOverKeeps")}</p>
    </ConfirmDialog>
  );
}
