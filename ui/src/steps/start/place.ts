import type { StepView } from "../../ipc/bindings";

/**
 * The first step that can be opened and isn't finished, those left out that were passed by on the way to a finished one; with
 * all of them finished, the last that can be opened.
 */
export function placeToContinue(steps: StepView[]): StepView | undefined {
  const open = steps.filter((step) => step.available);
  const last = open.findLastIndex(isFinished);
  return open.find((step, place) => !isFinished(step) && !(step.next.open && place < last)) ?? open.at(-1);
}

const isFinished = ({ status }: StepView) => status === "done" || status === "warning";

/** Nothing is left to go on with. */
export function isComplete(steps: StepView[]): boolean {
  return steps.find((step) => step.id === "done")?.status === "done";
}
