package dev.nightshift.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;

/** {@link ModelServer} in a JVM of its own, so that its work is no part of what is measured. */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;
  private final String url;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
    this.url = line();
  }

  static ServerProcess start() throws IOException {
    return new ServerProcess(ChildJvm.start(ModelServer.class));
  }

  /** The base URL of a scene of {@link ModelServer}. */
  String url(String scene) {
    return url + "/" + scene;
  }

  /** Gives a command of {@link ModelServer} and returns its answer. */
  String ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    return line();
  }

  /** Waits until so many requests are held back. */
  void awaitParked(int agents) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + 180_000_000_000L;
    while (Integer.parseInt(ask("parked")) < agents) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "only " + ask("parked") + " of " + agents + " agents got to their last step");
      }
      Thread.sleep(20);
    }
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the process of the model ended; see its messages above");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
