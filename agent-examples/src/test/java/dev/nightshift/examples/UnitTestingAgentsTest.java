package dev.nightshift.examples;

// region unit-test-imports
import static dev.nightshift.core.testing.ScriptedSteps.approves;
import static dev.nightshift.core.testing.ScriptedSteps.edit;
import static dev.nightshift.core.testing.ScriptedSteps.finish;
import static dev.nightshift.core.testing.ScriptedSteps.requestsChange;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.run.RunResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.core.testing.TestNightshift;
import java.util.Map;
import org.junit.jupiter.api.Test;

// endregion

/** How users test their agents: ten lines, no network, no git, milliseconds. */
class UnitTestingAgentsTest {
  // region unit-test
  @Test
  void mergesAfterOneRevision() throws Exception {
    var coder =
        ScriptedModel.of(
            edit("A.java", "v0", "v1"), finish("done"), edit("A.java", "v1", "v2"), finish("done"));
    var critic =
        ScriptedModel.of(
            requestsChange("A.java", 1, "name may be null", "return early on null"), approves());
    var result =
        TestNightshift.inMemory(Map.of("A.java", "v0"), coder, critic)
            .run(
                Task.builder("Fix the NPE in A.greet")
                    .acceptance("greet(null) returns \"\"")
                    .build());
    assertThat(result).isInstanceOf(RunResult.Delivered.class);
    assertThat(result.report().revisions()).isEqualTo(1);
    coder.assertExhausted(); // strict: unexpected or unused steps fail the test
    critic.assertExhausted();
  }
  // endregion
}
