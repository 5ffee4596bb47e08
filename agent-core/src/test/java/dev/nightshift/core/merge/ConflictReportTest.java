package dev.nightshift.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.merge.ConflictReport.ConflictedPath;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConflictReportTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '!',
      value = {
        "all markers ! x/<<<<<<< a/1/=======/2/>>>>>>> b ! true",
        "opening one only ! <<<<<<< a/1/2 ! true",
        "closing one only ! 1/2/>>>>>>> b ! true",
        "base only ! 1/||||||| base/0 ! true",
        "underlined title ! Title/=======/text ! false",
        "shift operators ! a <<<<<<< b/c >>>>>>> d ! false"
      })
  void seesAnyMarkerThatIsLeft(String name, String lines, boolean marked) {
    byte[] unix = lines.replace('/', '\n').getBytes(StandardCharsets.UTF_8);
    byte[] windows = lines.replace("/", "\r\n").getBytes(StandardCharsets.UTF_8);

    assertThat(ConflictReport.hasMarkers(unix)).as(name).isEqualTo(marked);
    assertThat(ConflictReport.hasMarkers(windows)).as(name).isEqualTo(marked);
  }

  @Test
  void whatFitsIsLeftAsItIs() {
    List<ConflictedPath> fitting = Collections.nCopies(50, path("x".repeat(4_000)));

    assertThat(ConflictReport.bounded("target", fitting))
        .isEqualTo(new ConflictReport("target", fitting, false));
  }

  @Test
  void oneConflictTooManyIsSaid() {
    ConflictReport report = ConflictReport.bounded("target", Collections.nCopies(51, path("x")));

    assertThat(report.paths()).hasSize(50);
    assertThat(report.truncated()).isTrue();
  }

  @Test
  void hunksTooLongAreCutAndSaid() {
    ConflictReport report = ConflictReport.bounded("target", List.of(path("x".repeat(4_001))));

    assertThat(report.paths().get(0).hunks()).hasSize(4_000).endsWith("... cut ...");
    assertThat(report.truncated()).isTrue();
  }

  private static ConflictedPath path(String hunks) {
    return new ConflictedPath("a", ConflictReport.Kind.CONTENT, hunks, "b", "c");
  }
}
