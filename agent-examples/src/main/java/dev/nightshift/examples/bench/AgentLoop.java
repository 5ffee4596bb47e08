package dev.nightshift.examples.bench;

/** One way to do the loop. */
interface AgentLoop extends AutoCloseable {
  /** Does all the calls of one run, and checks that the model got to its answer. */
  void run() throws Exception;

  @Override
  void close();
}
