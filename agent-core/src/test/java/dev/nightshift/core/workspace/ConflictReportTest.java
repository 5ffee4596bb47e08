package dev.nightshift.core.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
}
