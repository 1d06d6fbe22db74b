import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { PracticeEvent } from "../../ipc/bindings";
import { EventLines } from "../../kit/EventList";
import { useOpenNews } from "../../wizard/news";
import styles from "./TestUser.module.css";

/** What just this run came to in the practice Ramp, putting it back included. */
export function RunEvents({ events }: { events: PracticeEvent[] }) {
  const { t } = useTranslation();
  const heading = useId();
  const openNews = useOpenNews();
  return (
    <section className={styles.events} aria-labelledby={heading} data-run-events={events.length}>
      <div className={styles.eventsHead}>
        <h2 id={heading} className={styles.cardTitle}>
          {t("practice.news")}
        </h2>
        <button type="button" className={`plain ${styles.link}`} onClick={openNews}>
          {t("practice.wholeList")}
        </button>
      </div>
      <EventLines events={events} />
    </section>
  );
}
