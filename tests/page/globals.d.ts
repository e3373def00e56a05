/** What js/shared/start.js leaves for the modules. */
declare var start: {
  read(key: string): string | null;
  keep(key: string, value: string): void;
  theme(): string;
  setTheme(theme: string): void;
  languages: Record<string, string>;
  language: string;
  texts: Promise<Record<string, any>>;
  askFor(language: string): Promise<Record<string, any>>;
  textsOf(language: string): string;
  setLanguage(language: string): void;
};
