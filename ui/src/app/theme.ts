import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
} from "@fluentui/react-components";

const petrol: BrandVariants = {
  10: "#031317",
  20: "#0a2028",
  30: "#0b2f3b",
  40: "#0b3d4e",
  50: "#0b4a60",
  60: "#0a5770",
  70: "#0b6481",
  80: "#0d7092",
  90: "#2a81a2",
  100: "#4692b1",
  110: "#60a3bf",
  120: "#7ab4cc",
  130: "#94c5d9",
  140: "#afd6e6",
  150: "#cae7f2",
  160: "#e7f6fb",
};

/** Tokens Fluent has no word for. They become CSS variables like Fluent's own. */
type OwnTokens = {
  surfaceSunken: string;
  surfaceInside: string;
  line: string;
  lineStrong: string;
  textSecondary: string;
  textWarning: string;
  textSuccess: string;
  practice: string;
  practiceText: string;
  practiceStripe: string;
  real: string;
  realText: string;
  jsonKey: string;
  jsonText: string;
  jsonLiteral: string;
  charWrong: string;
  charRight: string;
};

export type OnrampTheme = Theme & OwnTokens;

const fonts = {
  fontFamilyBase:
    '"Inter Variable", "Segoe UI Variable", "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", "Cascadia Mono", "Noto Sans Mono", monospace',
};

export const lightTheme: OnrampTheme = {
  ...createLightTheme(petrol),
  ...fonts,
  surfaceSunken: "#f6f7f7",
  surfaceInside: "#f6f7f7",
  line: "#e3e6e7",
  lineStrong: "#d0d5d7",
  textSecondary: "#566066",
  textWarning: "#8a4b00",
  textSuccess: "#0c640c",
  practice: "#6b2f87",
  practiceText: "#ffffff",
  practiceStripe: "#d7a9ec",
  real: "#1d2528",
  realText: "#ffffff",
  jsonKey: "#0a5770",
  jsonText: "#0b5a2b",
  jsonLiteral: "#8a4b00",
  charWrong: "#c50f1f",
  charRight: "#0e700e",
  colorNeutralStroke1: "#d0d5d7",
  colorNeutralStroke2: "#e3e6e7",
  colorNeutralForeground2: "#3a4347",
  colorNeutralForeground3: "#566066",
  colorNeutralForeground4: "#566066",
};

const dark = createDarkTheme(petrol);

export const darkTheme: OnrampTheme = {
  ...dark,
  ...fonts,
  surfaceSunken: "#1c1f20",
  surfaceInside: "#1f2223",
  line: "#383c3e",
  lineStrong: "#4a4f52",
  textSecondary: "#a9b1b5",
  textWarning: dark.colorStatusWarningForeground1,
  textSuccess: dark.colorStatusSuccessForeground1,
  practice: "#d7a9ec",
  practiceText: "#2b0f39",
  practiceStripe: "#6b2f87",
  real: "#f0f2f3",
  realText: "#1d2528",
  jsonKey: "#7ab4cc",
  jsonText: "#8ed0a0",
  jsonLiteral: "#f0b370",
  charWrong: "#c50f1f",
  charRight: "#107c10",
  colorNeutralBackground1: "#26292a",
  colorNeutralBackground1Hover: "#303435",
  colorNeutralBackground1Pressed: "#1f2223",
  colorNeutralBackground1Selected: "#2f3334",
  colorNeutralBackground3: "#1f2223",
  colorNeutralStroke1: "#4a4f52",
  colorNeutralStroke2: "#383c3e",
  colorNeutralForeground2: "#d5dadc",
  colorNeutralForeground3: "#a9b1b5",
  colorNeutralForeground4: "#a9b1b5",
  colorBrandBackground2: "#18333e",
  colorBrandForeground1: petrol[120],
  colorBrandForegroundLink: petrol[120],
  colorBrandForegroundLinkHover: petrol[130],
  colorBrandForeground2: petrol[130],
  colorNeutralForeground2BrandHover: petrol[120],
  colorNeutralForeground2BrandPressed: petrol[110],
  colorNeutralForeground2BrandSelected: petrol[120],
  colorStatusDangerBackground1: "#3b2426",
  colorStatusDangerBorder1: "#84474b",
  colorStatusDangerForeground1: "#f3a4a9",
  colorStatusWarningBackground1: "#382c1f",
  colorStatusWarningBorder1: "#7d5a34",
  colorStatusSuccessBorder1: "#3f6b4d",
  colorStatusSuccessBackground1: "#1f3325",
};
