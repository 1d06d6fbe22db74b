import { useEffect, useEffectEvent } from "react";

const EDITABLE = "input, textarea, select, [contenteditable], [aria-expanded='true']";
const MODAL = "[role='alertdialog'], [aria-modal='true']";

/** Esc goes back, unless something nearer has a use for it: an open list, a dialog, a drawer, a field being typed in. */
export function useEscape(goBack: () => void) {
  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const target = event.target;
    if (target instanceof Element && target.closest(`${EDITABLE}, [role='dialog'], [role='menu']`)) return;
    if (document.querySelector(MODAL)) return;
    goBack();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onEscape(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
