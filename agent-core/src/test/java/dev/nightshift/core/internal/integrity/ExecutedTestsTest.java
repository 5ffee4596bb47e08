package dev.nightshift.core.internal.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.integrity.TestChanges.Renamed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which tests are missed after a change that gives some another name. */
class ExecutedTestsTest {
  /** Symptom: a test was not missed if one of its name in another class was renamed. */
  @Test
  void aRenamedTestExcusesNoOtherOfItsName() {
    assertThat(missing(List.of("a.A.adds", "a.B.adds"), List.of("a.A.sums"), "adds", "sums"))
        .containsExactly("a.B.adds");
  }

  @Test
  void aRenamedTestOfABaseClassIsExecutedByEachOfItsClasses() {
    assertThat(
            missing(
                List.of("a.A.adds", "a.B.adds"), List.of("a.B.sums", "a.A.sums"), "adds", "sums"))
        .isEmpty();
  }

  @Test
  void aTestMayMoveToAnotherClassUnderItsName() {
    assertThat(missing(List.of("a.A.adds"), List.of("b.New.adds"), "adds", "adds")).isEmpty();
  }

  @Test
  void aClassMayMoveToAnotherPackage() {
    assertThat(missing(List.of("a.A.adds"), List.of("b.A.adds"), "other", "other")).isEmpty();
  }

  @Test
  void oneNewTestStandsForOneOnly() {
    assertThat(missing(List.of("a.A.adds", "c.A.adds"), List.of("b.A.adds"), "x", "y"))
        .containsExactly("c.A.adds");
  }

  @Test
  void whatWentAsAllowedIsNotMissed() {
    TestChanges changes = new TestChanges(List.of(), List.of(), List.of(), Set.of("adds"));

    assertThat(
            new ExecutedTests(List.of("a.A.adds")).missingIn(new ExecutedTests(List.of()), changes))
        .isEmpty();
  }

  private static List<String> missing(
      List<String> before, List<String> after, String former, String now) {
    TestChanges changes =
        new TestChanges(List.of(), List.of(), List.of(new Renamed(former, now)), Set.of());
    return new ExecutedTests(before).missingIn(new ExecutedTests(after), changes);
  }
}
