import { useEffect, useRef } from "react";

/**
 * Keeps the keyboard's place while controls go off or away: when work ends or the content changes and the focus fell out of the
 * page, it goes back to the control it was on, or to the step's title where that is gone.
 */
export function useFocusKept(content: unknown, busy: boolean) {
  const last = useRef<HTMLElement | null>(null);

  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement) last.current = target;
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at when the content changed, whatever it is
  useEffect(() => {
    const lost = () => document.activeElement === null || document.activeElement === document.body;
    if (busy || !last.current || !lost()) return;
    if (last.current.isConnected) last.current.focus();
    if (lost()) document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }, [content, busy]);
}
