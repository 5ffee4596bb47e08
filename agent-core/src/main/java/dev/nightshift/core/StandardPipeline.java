package dev.nightshift.core;

/** The standard course of a run. STUB: being written. */
public final class StandardPipeline {
  private StandardPipeline() {}
}
