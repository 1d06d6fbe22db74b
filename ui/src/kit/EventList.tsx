import {
  Building16Regular,
  Link16Regular,
  Location16Regular,
  Mail16Regular,
  MailCheckmark16Regular,
  MailClock16Regular,
  Organization16Regular,
  PersonAvailable16Regular,
  PersonEdit16Regular,
  PersonProhibited16Regular,
  PlugDisconnected16Regular,
  Shield16Regular,
  Wallet16Regular,
} from "@fluentui/react-icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./EventList.module.css";
import { type EventLike, groupEvents } from "./event-groups";
import { moment } from "./format";
import { RuleChip } from "./RuleChip";
import { StatusIcon } from "./StatusIcon";

/** The picture says what kind of thing it is; the sentence beside it says all. */
const ICONS: Record<string, typeof Mail16Regular> = {
  "invite-sent": Mail16Regular,
  "spend-programs-issued": Wallet16Regular,
  "user-linked": Link16Regular,
  "user-reactivated": PersonAvailable16Regular,
  "user-deactivated": PersonProhibited16Regular,
  "user-updated": PersonEdit16Regular,
  "default-location-applied": Location16Regular,
  "default-department-applied": Building16Regular,
  "location-created": Location16Regular,
  "department-created": Building16Regular,
  "manager-linked": Organization16Regular,
  "email-change-waits": MailClock16Regular,
  "email-change-confirmed": MailCheckmark16Regular,
  "role-given": Shield16Regular,
  "role-synced": Shield16Regular,
  disconnected: PlugDisconnected16Regular,
};

/** Not as Entra had it, though nothing was refused. */
const WORTH_A_LOOK = new Set(["manager-not-in-ramp", "role-not-recognised", "guest-role-too-late"]);

type Tone = "fail" | "warn" | undefined;

function toneOf(kind: string): Tone {
  if (kind.startsWith("refused-")) return "fail";
  return WORTH_A_LOOK.has(kind) ? "warn" : undefined;
}

type Action = (event: EventLike) => ReactNode;

/** What happened, the latest request first, each under the person it is about. */
export function EventGroups({
  events,
  actionOf,
}: {
  events: readonly EventLike[];
  actionOf?: Action | undefined;
}) {
  const { t } = useTranslation();
  return (
    <ol className={styles.groups}>
      {groupEvents(events).map(({ first, events: together }) => (
        <li key={first.number} className={styles.group}>
          <h3 className={styles.head}>
            <span className={styles.name}>{first.userName ?? t("practice.ramp")}</span>
            <time className={styles.time} dateTime={first.time}>
              {moment(first.time)}
            </time>
          </h3>
          <EventLines events={together} actionOf={actionOf} />
        </li>
      ))}
    </ol>
  );
}

/** A sentence each, with the rule it rests on. A refusal is told by its shape and its first word. */
export function EventLines({
  events,
  actionOf,
}: {
  events: readonly EventLike[];
  actionOf?: Action | undefined;
}) {
  return (
    <ul className={styles.lines}>
      {events.map((event) => (
        <li
          key={event.number}
          className={styles.line}
          data-event={event.kind}
          data-event-tone={toneOf(event.kind)}
        >
          <EventIcon kind={event.kind} />
          <span className={styles.sentence}>{event.sentence}</span>
          <RuleChip id={event.rule} />
          {actionOf?.(event)}
        </li>
      ))}
    </ul>
  );
}

function EventIcon({ kind }: { kind: string }) {
  const tone = toneOf(kind);
  const Icon = ICONS[kind];
  if (tone || !Icon) return <StatusIcon shape={tone ?? "info"} />;
  return <Icon aria-hidden className={styles.icon} />;
}
