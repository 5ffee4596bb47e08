package dev.nightshift.core.gate;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A directory in which commands really run. */
final class ProcessCheckout implements CandidateCheckout {
  private final Path directory;
  private final String hint;

  ProcessCheckout(Path directory, String hint) {
    this.directory = directory;
    this.hint = hint;
  }

  @Override
  public TreeView files() {
    return WorkspaceFiles.ofDirectory(directory);
  }

  @Override
  public Optional<Path> directory() {
    return Optional.of(directory);
  }

  @Override
  public CommandResult run(Command command) throws InterruptedException {
    Path output = directory.resolveSibling("output.txt");
    try {
      Process process =
          new ProcessBuilder(command.argv())
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      boolean ended = process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      int exitCode = ended ? process.exitValue() : 124;
      return CommandResult.builder(exitCode, text).timedOut(!ended).hint(hint).build();
    } catch (IOException notStarted) {
      if (String.valueOf(notStarted.getMessage()).contains("No such file")) {
        return CommandResult.builder(127, notStarted.getMessage()).hint(hint).build();
      }
      throw new UncheckedIOException(notStarted);
    }
  }

  @Override
  public void close() {}
}
