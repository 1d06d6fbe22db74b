import { Button } from "@fluentui/react-components";
import { Dismiss20Regular } from "@fluentui/react-icons";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useId,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import styles from "./Drawer.module.css";
import { useEscapeFirst } from "./useEscapeFirst";

type Slot = { element: HTMLElement; close: (() => void) | null };

/** Where the frame wants a drawer: beside the body, full height. There is room for one. */
export const DrawerSlot = createContext<Slot | null>(null);

/** The slot, and the `ref` of the element it is. */
export function useDrawerSlot() {
  const [slot, setSlot] = useState<Slot | null>(null);
  const ref = useCallback((element: HTMLElement | null) => setSlot(element && { element, close: null }), []);
  return [slot, ref] as const;
}

type Props = { title: string; note?: string; onClose: () => void; children: ReactNode };

export function Drawer({ title, note, onClose, children }: Props) {
  const { t } = useTranslation();
  const slot = useContext(DrawerSlot);
  const heading = useId();

  // Looked at before the drawer takes the focus, to give it back.
  const [opener] = useState(() => document.activeElement);
  useEffect(() => () => giveBack(opener), [opener]);
  useEscapeFirst(true, onClose);

  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (!slot) return;
    // Whatever is open there makes room.
    slot.close?.();
    const own = () => close();
    slot.close = own;
    return () => {
      if (slot.close === own) slot.close = null;
    };
  }, [slot]);

  if (!slot) return null;
  return createPortal(
    <aside className={styles.drawer} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading} className={styles.title} tabIndex={-1} ref={focusOnce}>
          {title}
        </h2>
        {note && <span className={styles.note}>{note}</span>}
        <Button
          className={styles.close}
          appearance="subtle"
          icon={<Dismiss20Regular />}
          aria-label={t("app.close")}
          onClick={onClose}
        />
      </div>
      <div className={styles.body}>{children}</div>
    </aside>,
    slot.element,
  );
}

/** Back to what opened it, or to the step's title where that is gone; not if the focus went elsewhere meanwhile. */
function giveBack(opener: Element | null) {
  const lost = () => document.activeElement === null || document.activeElement === document.body;
  if (lost() && opener instanceof HTMLElement && opener.isConnected) opener.focus();
  if (lost()) document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}

/** An opened drawer takes the focus, so that the keyboard is where the eye is. */
function focusOnce(element: HTMLElement | null) {
  element?.focus({ preventScroll: true });
}
