import { useEffect, useEffectEvent } from "react";

const NEARER =
  "[role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox'], [role='combobox'][aria-expanded='true']";

/** Esc closes what is open, from anywhere, before it does anything else; what lies above that has it first. */
export function useEscapeFirst(open: boolean, close: () => void) {
  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (event.target instanceof Element && event.target.closest(NEARER)) return;
    event.preventDefault();
    close();
  });

  useEffect(() => {
    if (!open) return;
    const listener = (event: KeyboardEvent) => onEscape(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, [open]);
}
