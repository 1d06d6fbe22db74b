import { createInstance } from "i18next";
import { initReactI18next } from "react-i18next";
import { en } from "./en";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

export const i18n = createInstance();

void i18n.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: { en: { translation: en } },
  // React escapes; the catalogue is in the bundle, so the first paint has its words.
  interpolation: { escapeValue: false },
  initAsync: false,
  react: { useSuspense: false },
});
