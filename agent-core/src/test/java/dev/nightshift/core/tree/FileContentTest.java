package dev.nightshift.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A program reads a file as the tools and diffs do, whatever its encoding. */
class FileContentTest {
  @Test
  void readsLatin1AndUtf16AndTextWithANul() {
    assertThat(text("gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("gr\u00fc\u00dfe\n");
    assertThat(text("\ufeffgr\u00fc\u00dfe\n".getBytes(StandardCharsets.UTF_16LE)))
        .isEqualTo("\ufeffgr\u00fc\u00dfe\n");
    assertThat(text("key\0\n".getBytes(StandardCharsets.UTF_8))).isEqualTo("key\0\n");
  }

  @Test
  void readsNoTextFromABinary() {
    byte[] bytes = {0, 1, 2, (byte) 0xff, 3, 4, 5, 6, (byte) 0x80};

    assertThat(FileContent.of("x.bin", bytes, false).text()).isEmpty();
  }

  private static String text(byte[] bytes) {
    return FileContent.of("SECURITY.md", bytes, false).text().orElse("none");
  }
}
