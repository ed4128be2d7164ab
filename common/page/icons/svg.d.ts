// What vite/svg-inner.ts makes of an icon.
declare module '*.svg?inner' {
  const inner: string;
  export default inner;
}
