package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellGateTest {
  @TempDir Path temp;
  private Path checkout;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Files.createDirectory(temp.resolve("checkout"));
  }

  private GateResult shell(String line) throws InterruptedException {
    return GateBench.in(checkout).evaluate(Gates.shell(line));
  }

  /** A build tool by name that does what the script says. */
  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(checkout.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void letsTheExitStatusDecideWhenNothingLooksLikeATestRun() throws Exception {
    GateResult green = shell("test -d .");
    GateResult red = shell("echo why; exit 4");

    assertThat(green.isPassed()).isTrue();
    assertThat(green.tests()).isEmpty();
    assertThat(green.detail()).isEqualTo("exited 0");
    assertThat(red.isPassed()).isFalse();
    assertThat(red.detail()).isEqualTo("exited 4\noutput:\nwhy");
  }

  @Test
  void countsReportsOfAnyCommand() throws Exception {
    tool("check", "echo '<testsuite><testcase name=\"a\"/></testsuite>' > junit.xml");

    GateResult result = shell("./check");

    assertThat(result.isPassed()).isTrue();
    assertThat(result.tests().orElseThrow().executed()).isEqualTo(1);
  }

  @Test
  void failsAnyCommandWhoseReportsShowAFailure() throws Exception {
    tool(
        "check",
        "echo '<testsuite><testcase name=\"a\"><failure/></testcase></testsuite>' > junit.xml");

    GateResult result = shell("./check || true");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("1 of 1 tests failed");
  }

  @Test
  void failsATestRunWithoutReportAndSaysWhatToAdd() throws Exception {
    tool("gradlew", "echo BUILD SUCCESSFUL");

    GateResult result = shell("./gradlew test");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.tests().orElseThrow().executed()).isZero();
    assertThat(result.detail())
        .startsWith("exited 0 but wrote no test report; if the tests were up to date")
        .contains("--rerun-tasks");
  }

  @Test
  void failsATestRunThatExecutedNone() throws Exception {
    tool("mvnw", "mkdir -p target; echo '<testsuite tests=\"0\"/>' > target/TEST-a.xml");

    GateResult result = shell("./mvnw -q -B test");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).startsWith("exited 0 but executed no test (0 skipped)");
  }

  @Test
  void passesABuildThatSkipsTestsOnPurpose() throws Exception {
    tool("mvnw", "echo BUILD SUCCESS");

    assertThat(shell("./mvnw -q -DskipTests verify").isPassed()).isTrue();
  }

  @Test
  void failsACommandThatOnlySkippedTests() throws Exception {
    tool(
        "check",
        "echo '<testsuite><testcase name=\"a\"><skipped/></testcase></testsuite>' > junit.xml");

    assertThat(shell("./check").isPassed()).isFalse();
  }

  @Test
  void isNamedAfterItsLine() throws Exception {
    GateResult result = shell("true " + "x".repeat(100));

    assertThat(result.name()).hasSize(60).startsWith("true xxx").endsWith("…");
    assertThat(result.command()).hasSize(105);
  }

  @Test
  void stopsAtItsTimeout() throws Exception {
    GateResult result =
        GateBench.in(checkout).evaluate(Gates.shell("sleep 600", Duration.ofMillis(200)));

    assertThat(result.detail()).startsWith("timed out after 0.2 s");
  }

  @Test
  void refusesAPipeBecauseItWouldHideARedBuild() {
    assertThatThrownBy(() -> Gates.shell("./mvn -q test | tail -5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("./mvn -q test | tail -5")
        .hasMessageContaining("leave the pipe away");
    assertThatThrownBy(() -> Gates.tests("sh", "-c", "mvn test | tail"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Gates.command("build", "sh", "-c", "mvn verify | tail"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void failsATestRunOfAnyProgramThatLeavesNoReport() throws Exception {
    tool("build", "exit 0");

    GateResult result = shell("M=./build; $M test>/dev/null");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .startsWith("exited 0 but wrote no test report")
        .contains("if it runs no tests, put the line into a script");
  }

  @Test
  void refusesABlankLine() {
    assertThatThrownBy(() -> Gates.shell(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void judgesANamedCommandByItsExitStatusAlone() throws Exception {
    GateBench bench = GateBench.in(checkout);

    GateResult green =
        bench.evaluate(Gates.command("style", "sh", "-c", "echo '<testsuite>' > junit.xml"));
    GateResult red = bench.evaluate(Gates.command("style", "false"));
    GateResult missing = bench.evaluate(Gates.command("style", "no-such-program-here"));

    assertThat(green.isPassed()).isTrue();
    assertThat(green.name()).isEqualTo("style");
    assertThat(green.tests()).isEmpty();
    assertThat(red.detail()).isEqualTo("exited 1");
    assertThat(missing.isPassed()).isFalse();
    assertThat(missing.detail()).startsWith("command not found");
  }

  @Test
  void refusesACommandWithoutName() {
    assertThatThrownBy(() -> Gates.command(" ", "true"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'true' needs a name");
  }
}
