package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.TestEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the names of the failed tests are the whole reason why a gate is red. */
class FailedTestsTest {
  private static final String FAILED =
      "<testcase classname='a.B' name='c'><failure message='no'/></testcase>";

  @TempDir Path temp;
  private Path checkout;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Files.createDirectory(temp.resolve("checkout"));
    report("red.xml", FAILED + "<testcase classname='a.B' name='d[1]'><error/></testcase>");
  }

  @Test
  void areNamedWhenTheCommandCameToItsEnd() throws Exception {
    assertThat(failedTests("cp ../red.xml TEST-B.xml; exit 1"))
        .containsExactly("a.B.c", "a.B.d[1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cp ../red.xml TEST-B.xml; kill -9 $$",
        "cp ../red.xml TEST-B.xml; exit 127",
        "cp ../red.xml TEST-B.xml; echo '<testsuite' > TEST-C.xml; exit 1",
        "cp ../suite.xml TEST-B.xml; exit 1",
        "cp ../outside.xml TEST-B.xml; exit 1",
        "cp ../many.xml TEST-B.xml; exit 1"
      })
  void areNotNamedWhenThereMayBeAnotherCause(String script) throws Exception {
    Files.writeString(
        temp.resolve("suite.xml"), "<testsuite name='S' failures='2'>" + FAILED + "</testsuite>");
    report("outside.xml", FAILED + "<error message='the class could not be set up'/>");
    report("many.xml", String.join("", Collections.nCopies(51, FAILED)));

    GateResult result = evaluate(script);

    assertThat(result.isPassed()).isFalse();
    assertThat(result.tests().orElseThrow().failed()).isPositive();
    assertThat(result.tests().orElseThrow().failedTests()).isEmpty();
  }

  @Test
  void areAllOrNone() {
    assertThatThrownBy(() -> new TestEvidence(3, 2, 0, List.of(), List.of("a.B.c")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 names of failed tests for 2");
  }

  private void report(String name, String cases) throws IOException {
    Files.writeString(temp.resolve(name), "<testsuite name='S'>" + cases + "</testsuite>");
  }

  private List<String> failedTests(String script) throws InterruptedException {
    return evaluate(script).tests().orElseThrow().failedTests();
  }

  private GateResult evaluate(String script) throws InterruptedException {
    return GateBench.in(checkout).evaluate(Gates.tests("sh", "-c", script));
  }
}
