package dev.nightshift.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RevisionRequestTest {
  private final RevisionRequest first =
      request("A.java", 12, Category.NULL_CHECK, "name may be null in greet()");

  @Test
  void repeatsTheSameRequestOnAShiftedLine() {
    assertThat(request("A.java", 57, Category.NULL_CHECK, "name may be null in greet()"))
        .matches(second -> second.repeats(first));
  }

  @Test
  void repeatsTheSameRequestInOtherWords() {
    assertThat(
            request(
                "A.java",
                14,
                Category.NULL_CHECK,
                "In greet, the name can still be null (line 14)."))
        .matches(second -> second.repeats(first));
  }

  @Test
  void doesNotRepeatARequestForAnotherFile() {
    assertThat(request("B.java", 12, Category.NULL_CHECK, "name may be null in greet()"))
        .matches(second -> !second.repeats(first));
  }

  @Test
  void doesNotRepeatARequestOfAnotherKind() {
    assertThat(request("A.java", 12, Category.TEST_GAP, "name may be null in greet()"))
        .matches(second -> !second.repeats(first));
  }

  @Test
  void doesNotRepeatAnotherProblemOfTheSameKind() {
    assertThat(
            request("A.java", 12, Category.NULL_CHECK, "the list of guests is never initialised"))
        .matches(second -> !second.repeats(first));
  }

  @Test
  void doesNotRepeatTheSameSentenceAboutAnotherName() {
    RevisionRequest one =
        request("A.java", 3, Category.NULL_CHECK, "missing null check for firstName");
    RevisionRequest other =
        request("A.java", 9, Category.NULL_CHECK, "missing null check for lastName");

    assertThat(other.repeats(one)).isFalse();
  }

  @Test
  void repeatsARequestWithoutWordsOnlyIfBothHaveNone() {
    assertThat(
            request("A.java", 1, Category.OTHER, "!")
                .repeats(request("A.java", 1, Category.OTHER, "?")))
        .isTrue();
    assertThat(request("A.java", 1, Category.NULL_CHECK, "!").repeats(first)).isFalse();
  }

  private static RevisionRequest request(String path, int line, Category category, String problem) {
    return new RevisionRequest(
        new Finding(path, line, category, problem), "change it", "look again");
  }
}
