import { Button } from "@fluentui/react-components";
import { ClipboardTextLtr24Regular } from "@fluentui/react-icons";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PracticeEvent, PracticeNews } from "../ipc/bindings";
import { toAppError } from "../ipc/errors";
import { useConfirmEmail, usePracticeNews } from "../ipc/practice";
import { Drawer } from "../kit/Drawer";
import { EmptyCard } from "../kit/EmptyCard";
import { ErrorCard } from "../kit/ErrorCard";
import { EventGroups } from "../kit/EventList";
import { Loading } from "../kit/Loading";
import styles from "./NewsDrawer.module.css";

/** How many events are looked at first, and how many more at each press. */
const BATCH = 200;

/** The practice Ramp's event list: what Ramp would have done. It follows what happens while it is open. */
export function NewsDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [newest, setNewest] = useState(BATCH);
  const news = usePracticeNews(newest);
  const events = news.data?.events ?? [];
  const earlier = news.data !== undefined && (events[0]?.number ?? 0) > news.data.oldest;
  const count = t("practice.events", { count: events.length });
  const note = earlier ? t("practice.latest", { count: events.length }) : count;

  return (
    <Drawer title={t("practice.news")} note={events.length > 0 ? note : undefined} onClose={onClose}>
      <div data-news={events.length}>
        {news.error && (
          <div className={styles.padded}>
            <ErrorCard error={toAppError(news.error)} />
          </div>
        )}
        {news.isLoading && (
          <div className={styles.padded}>
            <Loading label={t("practice.loading")} />
          </div>
        )}
        {news.data && events.length === 0 && (
          <div className={styles.padded}>
            <EmptyCard
              icon={<ClipboardTextLtr24Regular />}
              title={t("practice.empty")}
              text={t("practice.emptyText")}
            />
          </div>
        )}
        {news.data && events.length > 0 && <Told news={news.data} />}
        {earlier && (
          <div className={styles.more}>
            <Button size="small" disabled={news.isPlaceholderData} onClick={() => setNewest(newest + BATCH)}>
              {t("practice.earlier")}
            </Button>
          </div>
        )}
      </div>
    </Drawer>
  );
}

function Told({ news }: { news: PracticeNews }) {
  const confirm = useConfirmEmail();
  const list = useRef<HTMLDivElement>(null);
  // The pressed button is gone then; the keyboard stays in the list.
  const settle = { onSuccess: () => list.current?.focus() };
  return (
    <div ref={list} tabIndex={-1} className={styles.list}>
      {confirm.error && (
        <div className={styles.padded}>
          <ErrorCard error={toAppError(confirm.error)} />
        </div>
      )}
      <EventGroups
        events={news.events}
        actionOf={(event) => {
          const waits = waitBehind(event, news);
          return (
            waits && (
              <Waits wait={waits} busy={confirm.isPending} onConfirm={(id) => confirm.mutate(id, settle)} />
            )
          );
        }}
      />
    </div>
  );
}

/** The wait that an event began: the last one told of that person, and only while it goes on. */
function waitBehind(event: { number: number; kind: string; userId: string | null }, news: PracticeNews) {
  if (event.kind !== WAITS) return undefined;
  const told = (one: PracticeEvent) => one.kind === WAITS && one.userId === event.userId;
  if (news.events.findLast(told)?.number !== event.number) return undefined;
  return news.waiting.find((wait) => wait.userId === event.userId);
}

const WAITS = "email-change-waits";

type WaitsProps = {
  wait: PracticeNews["waiting"][number];
  busy: boolean;
  onConfirm: (userId: string) => void;
};

/** What the person would do from the mail (R11). */
function Waits({ wait, busy, onConfirm }: WaitsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.waits}>
      <p className={styles.waitText}>
        {t("practice.confirmText", { wanted: wait.wanted ?? t("app.none"), inForce: wait.inForce })}
      </p>
      <Button size="small" disabled={busy} onClick={() => onConfirm(wait.userId)}>
        {t("practice.confirmEmail", { name: wait.userName })}
      </Button>
    </div>
  );
}
