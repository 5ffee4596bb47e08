package dev.nightshift.git.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MarkersTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void seesAnyMarkerThatIsLeft() {
    assertThat(Markers.isUnresolved(bytes("x\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n"))).isTrue();
    assertThat(Markers.isUnresolved(bytes("<<<<<<< a\r\n1\r\n=======\r\n2\r\n>>>>>>> b\r\n")))
        .isTrue();
    assertThat(Markers.isUnresolved(bytes("Title\n=======\ntext\n"))).isFalse();
    assertThat(Markers.isUnresolved(bytes("1\n2\n>>>>>>> b\n"))).isTrue();
    assertThat(Markers.isUnresolved(bytes("<<<<<<< a\n1\n2\n"))).isTrue();
    assertThat(Markers.isUnresolved(bytes("1\n||||||| base\n0\n=======\n2\n"))).isTrue();
  }

  @Test
  void cutsOutTheConflictsWithLineNumbers() {
    String text = "1\n2\n3\n4\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n5\n6\n7\n8\n";

    assertThat(Markers.hunks(bytes(text)))
        .isEqualTo("@@ line 5 @@\n3\n4\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n5\n6");
  }
}
