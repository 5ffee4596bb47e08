package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.command.Command;
import dev.nightshift.core.tree.ChangedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tests are executed without a change and not with it. */
class TestCountGateTest {
  /** Each line of a file is a test. */
  private static final Command TESTS =
      Command.of(
          "sh",
          "-c",
          "{ echo '<testsuite>'; sed 's|.*|<testcase classname=\"shop.CartTest\" name=\"&\"/>|' tests;"
              + " echo '</testsuite>'; } > TEST-shop.xml");

  @TempDir Path temp;
  private Path before;
  private Path after;

  @BeforeEach
  void makeDirectories() throws IOException {
    before = Files.createDirectory(temp.resolve("before"));
    after = Files.createDirectory(temp.resolve("after"));
    Files.writeString(before.resolve("tests"), "adds\nrefuses\ncase[1]\ncase[2]\n");
  }

  @Test
  void namesTheTestThatIsNotExecutedWithTheChange() throws Exception {
    GateResult result = evaluate(TestIntegrity.block(), "adds\ncase[1]\ncase[2]\nnew\n");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .contains("executed before the change and not with it: shop.CartTest.refuses;")
        .contains("only its author or the host can allow it");
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void asksAHumanWhereThePolicySaysSo() throws Exception {
    GateResult result = evaluate(TestIntegrity.askHuman(), "adds\ncase[1]\ncase[2]\n");

    assertThat(result.isPassed()).isTrue();
    assertThat(result.notes())
        .containsExactly(
            new GateNote(
                "Tests: fewer are executed",
                "executed before the change and not with it: shop.CartTest.refuses",
                true));
  }

  @Test
  void tellsThatATestLostSomeOfItsParameters() throws Exception {
    GateResult result = evaluate(TestIntegrity.block(), "adds\nrefuses\ncase[1]\n");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .contains("4 tests are executed before the change, and only 3 with it");
  }

  @Test
  void passesWithTheSameTestsAndMore() throws Exception {
    GateResult result = evaluate(TestIntegrity.block(), "new\nadds\nrefuses\ncase[1]\ncase[7]\n");

    assertThat(result.isPassed()).isTrue();
    assertThat(result.detail())
        .contains("each test that is executed without the change is executed with it");
    assertThat(result.tests().orElseThrow().executed()).isEqualTo(5);
  }

  @Test
  void doesNotMissATestThatTheChangeRenames() throws Exception {
    GateResult result = afterARename("adds\nrefusesNothing\ncase[1]\ncase[2]\n");

    assertThat(result.isPassed()).as(result.detail()).isTrue();
  }

  /** Symptom: one renamed test was enough, and parameters could be left out unseen. */
  @Test
  void aRenamedTestHidesNoneThatLostItsParameters() throws Exception {
    GateResult result = afterARename("adds\nrefusesNothing\ncase[1]\n");

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail())
        .contains("4 tests are executed before the change, and only 3 with it");
  }

  private GateResult afterARename(String executed) throws Exception {
    String test =
        "class CartTest {\n  @Test\n  void %s() {\n    int sum = add(1);\n    assertEquals(1, sum);\n  }\n}\n";
    Files.writeString(before.resolve("CartTest.java"), test.formatted("refuses"));
    Files.writeString(after.resolve("CartTest.java"), test.formatted("refusesNothing"));
    Files.writeString(after.resolve("tests"), executed);
    ChangedFile renamed = new ChangedFile("CartTest.java", ChangedFile.Kind.MODIFIED, 1, 1);

    return GateBench.in(after)
        .on(before)
        .changing(renamed)
        .evaluate(Gates.testsCount(TESTS, TestIntegrity.block()));
  }

  @Test
  void saysThatNothingWasComparedWhereNoTestRanBefore() throws Exception {
    Files.delete(before.resolve("tests"));

    GateResult result = evaluate(TestIntegrity.block(), "adds\n");

    assertThat(result.isPassed()).isTrue();
    assertThat(result.detail())
        .contains("without the change no test was executed that could be compared");
  }

  @Test
  void isRedAsTestsAreAndComparesNothingThen() throws Exception {
    Files.writeString(after.resolve("tests"), "");

    GateResult result =
        GateBench.in(after).on(before).evaluate(Gates.testsCount(TESTS, TestIntegrity.block()));

    assertThat(result.isPassed()).isFalse();
    assertThat(result.detail()).contains("executed no test").doesNotContain("before the change");
  }

  private GateResult evaluate(TestIntegrity policy, String tests) throws Exception {
    Files.writeString(after.resolve("tests"), tests);
    return GateBench.in(after).on(before).evaluate(Gates.testsCount(TESTS, policy));
  }
}
