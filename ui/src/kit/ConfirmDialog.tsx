import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from "@fluentui/react-components";
import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Props = {
  trigger: ReactElement;
  title: string;
  /** The way on, named by what it does. */
  confirm: string;
  onConfirm: () => void;
  children: ReactNode;
};

/** Says what follows before it does it. */
export function ConfirmDialog({ trigger, title, confirm, onConfirm, children }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog modalType="alert">
      <DialogTrigger disableButtonEnhancement>{trigger}</DialogTrigger>
      <DialogSurface style={{ maxWidth: 480 }}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{children}</DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="secondary">{t("app.cancel")}</Button>
            </DialogTrigger>
            <DialogTrigger disableButtonEnhancement>
              <Button appearance="primary" style={{ whiteSpace: "nowrap" }} onClick={onConfirm}>
                {confirm}
              </Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
