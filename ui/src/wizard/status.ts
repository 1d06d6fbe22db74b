import type { NextGate, StepId, StepStatus, StepView } from "../ipc/bindings";
import { useWizardState } from "../ipc/wizard";

function useStepView(id: StepId): StepView | undefined {
  return useWizardState().data?.steps.find((step) => step.id === id);
}

/** What is known of a step, in a word and in a line. */
export function useStatus(id: StepId): { status: StepStatus; line: string } {
  const view = useStepView(id);
  return { status: view?.status ?? "unknown", line: view?.line ?? "" };
}

/** Whether a step can be opened; if not, why. */
export function useAvailability(id: StepId): { available: boolean; reason: string } {
  const view = useStepView(id);
  if (id === "start") return { available: true, reason: "" };
  return { available: view?.available ?? false, reason: view?.available ? "" : (view?.line ?? "") };
}

/** Whether Next may be pressed on a step, and the words beside it. A step's own button is filled while it may not. */
export function useNextGate(id: StepId): NextGate {
  return useStepView(id)?.next ?? { open: false, reason: "" };
}
