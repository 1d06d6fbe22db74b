import { Button, type ButtonProps } from "@fluentui/react-components";
import { Checkmark16Regular, Copy16Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "./copy-text";

type Props = {
  text: string;
  /** What is copied, as the button's name: "Copy the JSON". */
  label: string;
  iconOnly?: boolean;
  appearance?: ButtonProps["appearance"];
};

export function CopyButton({ text, label, iconOnly = false, appearance = "secondary" }: Props) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);

  async function copy() {
    await copyText(text);
    setCopied(true);
  }

  return (
    <>
      <Button
        size="small"
        appearance={appearance}
        icon={copied ? <Checkmark16Regular /> : <Copy16Regular />}
        aria-label={iconOnly ? label : undefined}
        title={iconOnly ? label : undefined}
        onClick={copy}
        onBlur={() => setCopied(false)}
      >
        {iconOnly ? undefined : copied ? t("app.copied") : label}
      </Button>
      <span className="visually-hidden" aria-live="polite">
        {copied ? t("app.copied") : ""}
      </span>
    </>
  );
}
