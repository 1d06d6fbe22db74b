import { createContext, useContext } from "react";

/** Opens the list of what the practice Ramp did. */
export const OpenNews = createContext<() => void>(() => undefined);

export function useOpenNews() {
  return useContext(OpenNews);
}
