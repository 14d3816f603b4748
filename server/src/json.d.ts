// Generated data is typed by the loader that reads it; the compiler need not infer megabytes.
declare module '*.json' {
  const data: unknown;
  export default data;
}
