package dev.nightshift.core.internal.redact;

/** One kind of secret: finds all of them in a text, in time in proportion to its length. */
interface Finder {
  void find(View view, Spans spans);
}
