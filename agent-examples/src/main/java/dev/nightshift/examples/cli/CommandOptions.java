package dev.nightshift.examples.cli;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.command.SandboxChoice;
import dev.nightshift.core.command.SandboxMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what commands of the agent and of the gate may reach. */
final class CommandOptions {
  @Option(
      names = "--sandbox",
      defaultValue = "preferred",
      paramLabel = "required|preferred|off",
      description = "how much bubblewrap is insisted on (default: ${DEFAULT-VALUE})")
  private SandboxMode sandbox = SandboxMode.PREFERRED;

  @Option(names = "--network", description = "let commands use the network (default: no)")
  private boolean network;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "a directory commands may read but not write; repeatable (default: the local Maven repository)")
  private List<Path> caches = new ArrayList<>();

  CommandPolicy toPolicy() {
    if (sandbox == SandboxMode.REQUIRED) {
      requireSandbox();
    }
    CommandPolicy.Builder policy = CommandPolicy.builder().sandboxMode(sandbox).network(network);
    if (!caches.isEmpty()) {
      policy.caches(caches.stream().map(CommandOptions::checkedCache).toList());
    }
    return policy.build();
  }

  /** Asked before the repository, which would not say that this option is at fault. */
  private static void requireSandbox() {
    try {
      SandboxChoice.select(SandboxMode.REQUIRED);
    } catch (WorkspaceException refused) {
      throw new BadUsageException("--sandbox", "required", refused.getMessage());
    }
  }

  private static Path checkedCache(Path cache) {
    if (!Files.isDirectory(cache)) {
      throw new BadUsageException(
          "--cache", cache.toString(), "is not a directory; name one that exists");
    }
    return cache.toAbsolutePath().normalize();
  }
}
