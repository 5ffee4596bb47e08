package dev.nightshift.git.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MarkersTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void cutsOutTheConflictsWithLineNumbers() {
    String text = "1\n2\n3\n4\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n5\n6\n7\n8\n";

    assertThat(Markers.hunks(bytes(text)))
        .isEqualTo("@@ line 5 @@\n3\n4\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n5\n6");
  }

  @Test
  void showsLettersOfOlderEncodings() {
    byte[] file =
        "<<<<<<< a\nT\u00fcr\n=======\nT\u00f6r\n>>>>>>> b\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Markers.hunks(file)).contains("T\u00fcr\n=======\nT\u00f6r\n");
  }
}
