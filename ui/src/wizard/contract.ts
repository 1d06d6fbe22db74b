import type { ComponentType } from "react";
import type { StepId } from "../ipc/bindings";

export type Heading = { title: string; subtitle?: string };

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
};
