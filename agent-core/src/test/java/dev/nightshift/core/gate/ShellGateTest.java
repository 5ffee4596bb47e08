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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private GateResult tests(String line) throws InterruptedException {
    return GateBench.in(checkout).evaluate(Gates.shellTests(line, Duration.ofMinutes(1)));
  }

  /** A build tool by name that does what the script says. */
  private void tool(String name, String script) throws IOException {
    Path file = Files.writeString(checkout.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void isGreenIfEachCommandOfTheChainExitsZero() throws Exception {
    GateResult green = shell("test -d . && DB=h2 test 'a b' = \"a b\"");
    GateResult red = shell("echo why && false && echo never");

    assertThat(green.isPassed()).isTrue();
    assertThat(green.tests()).isEmpty();
    assertThat(green.detail()).isEqualTo("exited 0");
    assertThat(red.isPassed()).isFalse();
    assertThat(red.detail()).isEqualTo("exited 1\noutput:\nwhy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn -q test | tail -5",
        "mvn test || true",
        "mvn test; true",
        "mvn test\ntrue",
        "mvn test &",
        "true & mvn test",
        "mvn test > build.log",
        "cat < build.log",
        "(mvn test)",
        "echo $(mvn test)",
        "echo `mvn test`",
        "echo \"$(mvn test)\"",
        "$MVN test",
        "mvn \"-Dx=$X\" test",
        "! grep -rq TODO src",
        "true && ! false",
        "mvn test # && lint",
        "mvn 'test",
        "mvn \"test",
        "mvn test \\",
        "mvn test &&",
        "&& mvn test",
        "true && && true",
        "true &&& true",
      })
  void refusesALineThatCanHideThatACommandFailed(String line) {
    assertThatThrownBy(() -> Gates.shell(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            line.replace("\n", "⟦U+000A⟧"),
            "refused because of",
            "script that you trust",
            "sh -c '..'");
    assertThatThrownBy(() -> Gates.shellTests(line, Duration.ofMinutes(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn -q -B test",
        "./gradlew :app:test --tests '*IT'",
        "cd app&&npm test",
        "sh -c 'mvn test | tee log; exit 0'",
        "grep -q '#$|;' file",
        "grep -q \"a\\$b;c|d\" file",
        "cargo test --features a,b# c",
        "ls *.java a\\;b",
        "test ! -e secret.txt",
      })
  void takesOneCommandOrAChain(String line) {
    assertThat(Gates.shell(line).name()).isEqualTo(line);
  }

  /** It is the declaration that decides, not what the line looks like. */
  @Test
  void looksAtReportsOnlyIfTestsAreDeclared() throws Exception {
    tool(
        "check",
        "echo '<testsuite><testcase name=\"a\"><failure/></testcase></testsuite>' > junit.xml");

    GateResult tests = tests("./check");
    GateResult gate = shell("./check");

    assertThat(gate.isPassed()).isTrue();
    assertThat(gate.tests()).isEmpty();
    assertThat(tests.isPassed()).isFalse();
    assertThat(tests.detail()).startsWith("1 of 1 tests failed");
  }

  @Test
  void failsDeclaredTestsOfAnyProgramThatLeaveNoReport() throws Exception {
    tool("build", "echo BUILD SUCCESSFUL");

    GateResult result = tests("./build");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.tests().orElseThrow().executed()).isZero();
    assertThat(result.detail())
        .startsWith("exited 0 but wrote no test report; let it execute tests")
        .contains("--junitxml", "Gates.command, --gate");
    assertThat(shell("./build").isPassed()).isTrue();
  }

  @Test
  void failsDeclaredTestsThatExecutedNone() throws Exception {
    tool("mvnw", "mkdir -p target; echo '<testsuite tests=\"0\"/>' > target/TEST-a.xml");
    tool(
        "skip",
        "echo '<testsuite><testcase name=\"a\"><skipped/></testcase></testsuite>' > junit.xml");

    assertThat(tests("./mvnw -q -B test").detail())
        .startsWith("exited 0 but executed no test (0 skipped)");
    assertThat(tests("./skip").detail()).startsWith("exited 0 but executed no test (1 skipped)");
  }

  @Test
  void isNamedAfterItsLine() throws Exception {
    GateResult result = shell("true " + "x".repeat(100));

    assertThat(result.name()).hasSize(60).startsWith("true xxx").matches(".*… #[0-9a-f]{6}");
    assertThat(result.command()).hasSize(105);
  }

  @Test
  void stopsAtItsTimeout() throws Exception {
    GateResult result =
        GateBench.in(checkout).evaluate(Gates.shell("sleep 600", Duration.ofMillis(200)));

    assertThat(result.detail()).startsWith("timed out after 0.2 s");
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
