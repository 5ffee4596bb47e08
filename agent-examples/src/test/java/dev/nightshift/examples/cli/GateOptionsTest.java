package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What the options of a gate come to. */
class GateOptionsTest {
  /** Symptom: two slashes in the path of a script ended the program with a stack trace. */
  @Test
  void guardsAScriptWhosePathHasTwoSlashes() {
    GateOptions options = new GateOptions();
    CommandSpec holder = CommandSpec.create();
    holder.addMixin("gates", CommandSpec.forAnnotatedObject(options));
    new CommandLine(holder)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs("--no-tests", "--gate", "sh scripts//check.sh", "--test-integrity", "ask");

    assertThat(options.toGate().name()).contains("test integrity");
  }
}
