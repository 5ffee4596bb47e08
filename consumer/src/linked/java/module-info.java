/** A program that is shipped with a JVM of its own. */
module example.linked {
  requires dev.nightshift.core;
  requires dev.nightshift.models;
}
