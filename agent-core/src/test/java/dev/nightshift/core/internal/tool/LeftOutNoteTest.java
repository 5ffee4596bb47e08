package dev.nightshift.core.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.core.workspace.LeftOutWork;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an agent is told, before its round ends, of what its commands made. */
class LeftOutNoteTest {
  private static final String WHY = "output of a build that git tracks nothing of";

  private static LeftOutWork outputs(String... paths) {
    return new LeftOutWork(
        Stream.of(paths).map(path -> new LeftOut(path, LeftOut.Cause.BUILD_OUTPUT, WHY)).toList(),
        0);
  }

  /** Symptom: a command wrote build/checks.sh, it did not land, and the agent never heard of it. */
  @Test
  void fileThatACommandWroteWhereABuildWritesIsToldBeforeTheRoundEnds() {
    assertThat(LeftOutNote.of(outputs("build/checks.sh"), LeftOutWork.none()))
        .isEqualTo("build/checks.sh: " + WHY + "\n" + LeftOut.Cause.BUILD_OUTPUT.remedy());
  }

  @Test
  void muchOutputIsOneLineWithItsFirstPaths() {
    String[] paths = IntStream.range(0, 60).mapToObj(n -> "build/f" + n).toArray(String[]::new);

    assertThat(LeftOutNote.of(outputs(paths), LeftOutWork.none()).lines())
        .containsExactly(
            "build/f0, build/f1, build/f2, build/f3, build/f4 and 55 more: " + WHY,
            LeftOut.Cause.BUILD_OUTPUT.remedy());
  }

  @Test
  void outputThatWasToldIsNotToldAgain() {
    LeftOutWork known = outputs("build/checks.sh");

    assertThat(LeftOutNote.of(known, known)).isEmpty();
    assertThat(LeftOutNote.of(outputs("build/checks.sh", "build/new.sh"), known))
        .startsWith("build/new.sh: ");
  }

  @Test
  void whatNobodyWritesByHandIsNotTold() {
    LeftOutWork compiled =
        outputs("target/classes/A.class", "__pycache__/", "a/__pycache__/b.cpython-311.pyc");

    assertThat(LeftOutNote.of(compiled, LeftOutWork.none())).isEmpty();
  }
}
