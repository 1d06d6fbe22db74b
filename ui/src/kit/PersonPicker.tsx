import { Combobox, Option } from "@fluentui/react-components";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "./PersonPicker.module.css";

type Person = {
  key: string;
  displayName: string;
  userPrincipalName: string;
  note: string;
  assigned: boolean;
};

type Props = {
  people: Person[];
  selected: string | null;
  onSelect: (key: string) => void;
  disabled?: boolean;
  /** Beside what it decides: small, without the notes. The label says what for. */
  compact?: string;
};

/** Choose a person by typing a part of the name, the sign-in name or what is special about them. */
export function PersonPicker({ people, selected, onSelect, disabled = false, compact }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const person = people.find((candidate) => candidate.key === selected);
  const found = typed === null ? people : people.filter((candidate) => matches(candidate, typed));

  return (
    <div className={styles.field} data-compact={compact ? true : undefined}>
      <label htmlFor={id} className={styles.label}>
        {compact ?? t("people.label")}
      </label>
      <Combobox
        id={id}
        className={styles.combobox}
        size={compact ? "small" : "medium"}
        disabled={disabled}
        placeholder={t("people.placeholder")}
        value={typed ?? person?.displayName ?? ""}
        selectedOptions={selected ? [selected] : []}
        onChange={(event) => setTyped(event.target.value)}
        onOpenChange={(_, data) => {
          if (!data.open) setTyped(null);
        }}
        onOptionSelect={(_, data) => {
          // Typing something else makes the list drop what was chosen: that is no choice.
          if (!data.optionValue) return;
          setTyped(null);
          onSelect(data.optionValue);
        }}
        positioning={{ position: "below", align: "start", autoSize: "height" }}
        listbox={{ className: styles.listbox }}
      >
        {found.map((candidate) => (
          <Option key={candidate.key} value={candidate.key} text={candidate.displayName}>
            <PersonLine person={candidate} />
          </Option>
        ))}
        {found.length === 0 && (
          <Option disabled value="" text={t("people.nobody")}>
            {t("people.nobody")}
          </Option>
        )}
      </Combobox>
      {person && !compact && <PersonNotes person={person} />}
    </div>
  );
}

function PersonLine({ person }: { person: Person }) {
  const { t } = useTranslation();
  const notes = person.note || (person.assigned ? "" : t("people.notAssigned"));
  return (
    <span className={styles.option}>
      <span>{person.displayName}</span>
      <span className={styles.upn}>{notes || person.userPrincipalName}</span>
    </span>
  );
}

function PersonNotes({ person }: { person: Person }) {
  const { t } = useTranslation();
  const notes = [person.note || (person.assigned ? "" : t("people.notAssigned"))].filter(Boolean);
  return (
    <span className={styles.notes}>
      <span className={styles.upn}>{person.userPrincipalName}</span>
      {notes.map((note) => (
        <span key={note} className={styles.note}>
          {note}
        </span>
      ))}
    </span>
  );
}

function matches(person: Person, typed: string) {
  const wanted = plain(typed);
  return plain(`${person.displayName} ${person.userPrincipalName} ${person.note}`).includes(wanted);
}

/** Without case and accents: "zoe" finds Zoë. */
function plain(text: string) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
