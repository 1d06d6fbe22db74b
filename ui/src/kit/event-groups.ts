/** Something that happened, as the list shows it. */
export type EventLike = {
  number: number;
  time: string;
  rule: string;
  kind: string;
  userId: string | null;
  userName: string | null;
  sentence: string;
};

export type EventGroup = { first: EventLike; events: EventLike[] };

/** One request's events lie closer together than two requests for the same person. */
const TOGETHER_MS = 1_000;

/** What came of one request, read together: the latest group first, inside it in the order of what led to what. */
export function groupEvents(events: readonly EventLike[]): EventGroup[] {
  const groups: EventGroup[] = [];
  for (const event of events) {
    const group = groups.at(-1);
    const last = group?.events.at(-1);
    if (group && last && belongTogether(last, event)) group.events.push(event);
    else groups.push({ first: event, events: [event] });
  }
  return groups.reverse();
}

function belongTogether(before: EventLike, event: EventLike) {
  const samePerson = before.userName === event.userName && before.userId === event.userId;
  return samePerson && Date.parse(event.time) - Date.parse(before.time) < TOGETHER_MS;
}
