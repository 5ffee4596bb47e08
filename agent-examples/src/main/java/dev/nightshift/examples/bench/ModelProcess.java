package dev.nightshift.examples.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/** {@link LoopModel} in a JVM of its own, so that its work is no part of what is measured. */
final class ModelProcess implements AutoCloseable {
  private final Process process;
  private final Writer requests;
  private final BufferedReader answers;

  private ModelProcess(Process process) {
    this.process = process;
    this.requests = process.outputWriter();
    this.answers = process.inputReader();
  }

  static ModelProcess start() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LoopModel.class.getName());
    return new ModelProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Starts a server without any memory and returns its URL. */
  String serve() throws IOException {
    requests.write("\n");
    requests.flush();
    String url = answers.readLine();
    if (url == null) {
      throw new IOException("the process of the model ended; see its messages above");
    }
    return url;
  }

  /** Ends the server. */
  void stop() throws IOException {
    requests.write("\n");
    requests.flush();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
