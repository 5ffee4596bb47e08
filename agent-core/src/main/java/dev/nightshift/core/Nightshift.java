package dev.nightshift.core;

/** The engine. STUB: being written. */
public final class Nightshift {
  private Nightshift() {}
}
