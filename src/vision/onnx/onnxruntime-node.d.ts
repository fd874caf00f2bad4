/** Version 1.17.0 ships without declarations; what it exports is `onnxruntime-common`, with its own backend. */
declare module 'onnxruntime-node' {
  export * from 'onnxruntime-common';
}
