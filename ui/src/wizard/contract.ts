import type { ComponentType } from "react";
import type { StepId } from "../ipc/bindings";

export type Heading = { title: string; subtitle?: string };

/** What stands in Next's place while the step's own work comes first. */
export type Instead = { label: string; open: boolean; reason: string; onPress: () => void };

/** How Next stands back: another button in its place, or not filled because the step has the filled one. */
export type NextChange = { instead: Instead } | "quiet";

/**
 * A step of the wizard. Its label is `steps.<id>.label` of the catalogue; its state, its line and whether it can be opened
 * come from `useStatus` and `useAvailability`, which ask the core. Frame, rail and footer know no step by name.
 */
export type StepDefinition = {
  id: StepId;
  /** The step's `h1` and the line below it. */
  useHeading: () => Heading;
  Body: ComponentType;
  /** What would be left behind by going on, as the reason why Next is off; `null` when there is nothing. */
  useUnsaved?: () => string | null;
  /** Where Next is not the next useful action; `null` while it is. */
  useNextChange?: () => NextChange | null;
};
