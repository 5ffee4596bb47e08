package dev.nightshift.benchmarks;

/** What is done once and measured. */
@FunctionalInterface
interface Operation {
  void run() throws Exception;
}
