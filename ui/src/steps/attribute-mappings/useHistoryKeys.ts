import { useEffect, useEffectEvent } from "react";

const OWN_HISTORY =
  "input, textarea, select, [contenteditable='true'], [role='dialog'], [role='alertdialog']";

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) for the table. A text field has its own history, and keeps it. */
export function useHistoryKeys(undo: () => void, redo: () => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    if (event.target instanceof Element && event.target.closest(OWN_HISTORY)) return;
    const key = event.key.toLowerCase();
    const way = key === "y" || (key === "z" && event.shiftKey) ? redo : key === "z" ? undo : null;
    if (!way) return;
    event.preventDefault();
    way();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}
