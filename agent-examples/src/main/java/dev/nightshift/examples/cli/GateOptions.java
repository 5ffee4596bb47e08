package dev.nightshift.examples.cli;

import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.gate.MergeGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what must hold for the merge commit. */
final class GateOptions {
  @Option(
      names = "--gate",
      required = true,
      paramLabel = "COMMAND",
      description =
          "a shell command without pipe that must pass on the merge commit, e.g. 'mvn -q -B test'; repeatable, all must pass")
  private List<String> gates = new ArrayList<>();

  @Option(
      names = "--gate-timeout",
      defaultValue = "10m",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "the longest one gate or check command may take (default: ${DEFAULT-VALUE})")
  private Duration timeout = Duration.ofMinutes(10);

  @Option(
      names = "--known-flaky",
      paramLabel = "NAME",
      description =
          "a test, as class.method in its report, that fails now and then for no reason of the change; repeatable")
  private List<String> knownFlaky = new ArrayList<>();

  String[] knownFlakyTests() {
    for (String name : knownFlaky) {
      if (name.isBlank()) {
        throw new BadUsageException(
            "--known-flaky", name, "must not be blank; write class.method as the report does");
      }
    }
    return knownFlaky.toArray(String[]::new);
  }

  Duration timeout() {
    return timeout;
  }

  MergeGate toGate() {
    MergeGate[] all = gates.stream().map(this::gate).toArray(MergeGate[]::new);
    return all.length == 1 ? all[0] : Gates.allOf(all);
  }

  private MergeGate gate(String line) {
    if (line.isBlank()) {
      throw new BadUsageException(
          "--gate", line, "must not be blank; write a command such as 'mvn -q -B test'");
    }
    try {
      return Gates.shell(line, timeout);
    } catch (IllegalArgumentException unusable) {
      throw new BadUsageException("--gate", line, String.valueOf(unusable.getMessage()));
    }
  }
}
