import { useState } from "react";
import type { WizardState } from "../ipc/bindings";
import { toAppError } from "../ipc/errors";
import { useGoToStep } from "../ipc/wizard";
import { DrawerSlot, useDrawerSlot } from "../kit/Drawer";
import { ErrorCard } from "../kit/ErrorCard";
import type { StepDefinition } from "./contract";
import { Footer } from "./Footer";
import styles from "./Frame.module.css";
import { Header } from "./Header";
import { NewsDrawer } from "./NewsDrawer";
import { Notice } from "./Notice";
import { OpenNews } from "./news";
import { Rail } from "./Rail";
import { STEPS } from "./steps";
import { useEscape } from "./useEscape";

/** Header, rail, body, footer. The body scrolls, the frame never does. */
export function Frame({ state }: { state: WizardState }) {
  const goToStep = useGoToStep();
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [drawerSlot, drawerRef] = useDrawerSlot();
  const [newsOpen, setNewsOpen] = useState(false);
  const practice = state.profile?.mode === "practice";
  // Started over, the list goes with what it told of.
  if (newsOpen && !practice) setNewsOpen(false);
  const index = Math.max(
    STEPS.findIndex((candidate) => candidate.id === state.current),
    0,
  );
  const step = STEPS[index];
  const back = STEPS[index - 1];
  const goBack = () => back && goToStep.mutate(back.id);
  useEscape(goBack);

  if (!step) return null;
  return (
    <div className={styles.frame} data-current={step.id}>
      <Header profile={state.profile} newsOpen={newsOpen} onNews={() => setNewsOpen(!newsOpen)} />
      <Rail steps={state.steps} current={state.current} onOpen={(id) => goToStep.mutate(id)} />
      <main className={styles.main} data-floats>
        <div className={styles.scroll} key={step.id} data-step-body={step.id}>
          <div className={styles.page}>
            <StepHeading step={step} />
            {state.notice && state.notice !== dismissed && (
              <Notice text={state.notice} onDismiss={() => setDismissed(state.notice)} />
            )}
            {goToStep.error && <ErrorCard error={toAppError(goToStep.error)} />}
            <DrawerSlot value={drawerSlot}>
              <OpenNews value={() => setNewsOpen(true)}>
                <step.Body />
              </OpenNews>
              {newsOpen && <NewsDrawer onClose={() => setNewsOpen(false)} />}
            </DrawerSlot>
          </div>
        </div>
        <div className={styles.drawer} ref={drawerRef} />
      </main>
      <Footer
        key={step.id}
        useUnsaved={step.useUnsaved}
        useNextChange={step.useNextChange}
        step={step.id}
        next={STEPS[index + 1]?.id}
        onBack={back ? goBack : undefined}
        onNext={(id) => goToStep.mutate(id)}
        busy={goToStep.isPending}
      />
    </div>
  );
}

function StepHeading({ step }: { step: StepDefinition }) {
  const { title, subtitle } = step.useHeading();
  return (
    <header className={styles.heading}>
      <h1 className={styles.title} tabIndex={-1} ref={focusHeading}>
        {title}
      </h1>
      {subtitle && <p className={styles.subtitle}>{subtitle}</p>}
    </header>
  );
}

/** A new step starts at its title, for the keyboard and for a screen reader too. */
function focusHeading(heading: HTMLHeadingElement | null) {
  heading?.focus({ preventScroll: true });
}
