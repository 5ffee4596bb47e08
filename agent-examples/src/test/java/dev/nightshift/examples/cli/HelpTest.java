package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the lists of commands say. */
class HelpTest {
  /**
   * Symptom: "Prints what the records of a run tell .. Where it waits for a" in {@code runs -h}.
   */
  @Test
  void aListOfCommandsCutsNoSentence() {
    List<String> cut = new ArrayList<>();
    cutIn(Main.commandLine(Map.of()), cut);

    assertThat(cut).isEmpty();
  }

  /** A list shows only the first text of a description. */
  private static void cutIn(CommandLine command, List<String> cut) {
    String[] description = command.getCommandSpec().usageMessage().description();
    if (description.length != 1 || !description[0].endsWith(".")) {
      cut.add(command.getCommandName() + ": " + List.of(description));
    }
    command.getSubcommands().values().forEach(below -> cutIn(below, cut));
  }
}
