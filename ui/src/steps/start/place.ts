import type { StepView } from "../../ipc/bindings";

/** The first step that can be opened and isn't finished; with all of them finished, the last that can be opened. */
export function placeToContinue(steps: StepView[]): StepView | undefined {
  const open = steps.filter((step) => step.available);
  return open.find((step) => step.status !== "done" && step.status !== "warning") ?? open.at(-1);
}

/** Nothing is left to go on with. */
export function isComplete(steps: StepView[]): boolean {
  return steps.find((step) => step.id === "done")?.status === "done";
}
