import {
  CheckmarkCircle16Filled,
  CheckmarkCircle20Filled,
  Circle16Filled,
  Circle16Regular,
  Circle20Filled,
  Circle20Regular,
  DismissCircle16Filled,
  DismissCircle20Filled,
  Info16Regular,
  Info20Regular,
  LockClosed16Regular,
  LockClosed20Regular,
  QuestionCircle16Regular,
  QuestionCircle20Regular,
  SubtractCircle16Regular,
  SubtractCircle20Regular,
  Warning16Filled,
  Warning20Filled,
} from "@fluentui/react-icons";
import styles from "./StatusIcon.module.css";

/** Shapes differ, not only colours: each can be told apart in grey. */
export type StatusShape =
  | "pass"
  | "warn"
  | "fail"
  | "blocked"
  | "unknown"
  | "todo"
  | "skipped"
  | "planned"
  | "info";

const ICONS = {
  pass: [CheckmarkCircle16Filled, CheckmarkCircle20Filled],
  warn: [Warning16Filled, Warning20Filled],
  fail: [DismissCircle16Filled, DismissCircle20Filled],
  blocked: [LockClosed16Regular, LockClosed20Regular],
  unknown: [QuestionCircle16Regular, QuestionCircle20Regular],
  todo: [Circle16Regular, Circle20Regular],
  skipped: [SubtractCircle16Regular, SubtractCircle20Regular],
  planned: [Circle16Filled, Circle20Filled],
  info: [Info16Regular, Info20Regular],
} as const;

type Props = {
  shape: StatusShape;
  size?: 16 | 20;
  /** Spoken instead of the shape. Leave it out where the text beside it says the same. */
  label?: string;
};

export function StatusIcon({ shape, size = 16, label }: Props) {
  const Icon = ICONS[shape][size === 16 ? 0 : 1];
  const spoken = label ? { role: "img", "aria-label": label } : { "aria-hidden": true };
  return <Icon className={`${styles.icon} ${styles[shape]}`} {...spoken} />;
}
